using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;

namespace Auditor.Web.Components.Work;

/// <summary>One part of an uploaded file and what became of it.</summary>
public sealed record UploadedPart(string File, string? Entry, IngestResult Result);

/// <summary>Takes uploaded files in by the same path as a mailbox's mails.</summary>
public sealed class ReportUpload(IngestWriter writer, IntakeLimits limits)
{
    /// <summary>Largest file that is taken: a mail of the largest size.</summary>
    public long MaxBytes => limits.MaxMessageBytes;

    /// <summary>Stores the parts of the files; each file is a run's part whatever it holds.</summary>
    /// <param name="files">Names as the browser gave them, with the contents.</param>
    /// <param name="by">Who uploads.</param>
    /// <param name="cancellationToken">Cancels; parts of files before stay stored.</param>
    public async Task<IReadOnlyList<UploadedPart>> TakeInAsync(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Content)> files, string? by, CancellationToken cancellationToken)
    {
        var parts = new List<UploadedPart>();
        await using var session = await writer.BeginAsync(IntakeSource.Upload, mailboxId: null, by, cancellationToken);
        foreach (var (name, content) in files)
        {
            var index = 0;
            foreach (var part in ReportIntake.ReadParts(content, name, limits))
            {
                var result = await session.WriteAsync(part, new PartPlace(index++), cancellationToken);
                parts.Add(new UploadedPart(name, part.Entry, result));
            }

            await session.CommitAsync(cancellationToken);
        }

        await session.FinishAsync(error: null, cancellationToken);
        return parts;
    }
}
