using System.Text;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Queries;

/// <summary>A part of a report's text as it arrived.</summary>
/// <param name="Name">Name of the file that came; text from outside.</param>
/// <param name="Form">What is kept of it.</param>
/// <param name="RawBytes">Length of what is kept.</param>
/// <param name="Text">The characters of this window; broken into lines where the sender wrote none.</param>
/// <param name="HasMore">True when the text goes on.</param>
/// <param name="Trouble">Why the text cannot be shown; null when it is.</param>
public sealed record RawReportText(string Name, RawForm Form, long RawBytes, string Text, bool HasMore, string? Trouble);

/// <summary>A file to save.</summary>
public sealed record RawReportFile(string Name, byte[] Content);

/// <summary>Reads reports as they arrived. Text is read from a stream, a window at a time, so that a report of any length needs no more memory.</summary>
public sealed class RawReportQuery(IDbContextFactory<AuditorDbContext> contexts)
{
    /// <summary>Characters of a window.</summary>
    public const int WindowChars = 32 * 1024;

    /// <summary>The longest file that is kept.</summary>
    public const long MaxBytes = RawStore.MaxBytes;

    // Lines longer than this are broken between elements: most reporters write the whole report in one.
    private const int LongLine = 400;

    /// <summary>A window of the text, numbered from 0; null when the bytes are not kept.</summary>
    public async Task<RawReportText?> ReadAsync(long reportId, int window, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await db.RawReports.AsNoTracking().SingleOrDefaultAsync(r => r.ReportId == reportId, cancellationToken).ConfigureAwait(false) is not { } raw)
        {
            return null;
        }

        try
        {
            var (text, hasMore) = Window(BytesOf(raw), raw.Form, Math.Max(0, window));
            return new RawReportText(raw.Name, raw.Form, raw.RawBytes, text, hasMore, null);
        }
        catch (Exception error) when (error is InvalidDataException or IntakeException)
        {
            return new RawReportText(raw.Name, raw.Form, raw.RawBytes, "", false, $"The kept bytes cannot be read any more: {error.Message}");
        }
    }

    /// <summary>The file as it came, or the report's text where it came with others; null when the bytes are not kept.</summary>
    /// <exception cref="InvalidDataException">The column is damaged.</exception>
    public async Task<RawReportFile?> FileAsync(long reportId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var raw = await db.RawReports.AsNoTracking().SingleOrDefaultAsync(r => r.ReportId == reportId, cancellationToken).ConfigureAwait(false);
        return raw is null ? null : new RawReportFile(raw.Name, BytesOf(raw));
    }

    // What is kept was taken in once, released parts among it: no lower limit of today hides it.
    private static readonly IntakeLimits Limits = Ingest.QuarantineDesk.ReleasedLimits(IntakeLimits.Default);

    private static byte[] BytesOf(RawReport raw) => raw.Form == RawForm.AsReceived ? raw.Content : StoredBytes.Unpack(raw.Content);

    private static (string Text, bool HasMore) Window(byte[] bytes, RawForm form, int window)
    {
        using var text = OpenText(bytes, form);
        using var reader = new StreamReader(text, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 32 * 1024);
        var buffer = new char[WindowChars];
        for (var skipped = 0; skipped < window; skipped++)
        {
            if (reader.ReadBlock(buffer) < buffer.Length)
            {
                return ("", false);
            }
        }

        var length = reader.ReadBlock(buffer);
        return (Broken(new string(buffer, 0, length)), reader.Peek() >= 0);
    }

    private static Stream OpenText(byte[] bytes, RawForm form)
    {
        if (form == RawForm.Text)
        {
            return new MemoryStream(bytes, writable: false);
        }

        foreach (var part in ReportIntake.ReadParts(bytes, "report", Limits))
        {
            if (part.Text is { } text)
            {
                return text.Open();
            }
        }

        throw new InvalidDataException("No report is found in them.");
    }

    private static string Broken(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        return Array.TrueForAll(lines, l => l.Length <= LongLine) ? string.Join('\n', lines) : string.Join('\n', lines.Select(l => l.Length <= LongLine ? l : l.Replace("><", ">\n<", StringComparison.Ordinal)));
    }
}
