using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Reports;

/// <summary>
/// Takes in what lies in the drop folder. A file is moved only after its parts are committed, so that a worker that is killed in between reads it again and finds
/// duplicates: nothing is lost, and nothing counts twice. Nothing is ever deleted.
/// </summary>
internal sealed class DropFolderSweep(DropFolderOptions options, IngestWriter writer, IntakeLimits limits, TimeProvider time, ILogger<DropFolderSweep> logger)
{
    /// <summary>Files of one sweep; the next one goes on.</summary>
    private const int MaxFiles = 10_000;

    // Hidden files are how programs hold back what they are still writing. Links could lead anywhere.
    private static readonly EnumerationOptions TopLevelFiles = new()
    {
        RecurseSubdirectories = false,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden | FileAttributes.System | FileAttributes.Device,
    };

    private int running;

    // Files that could not be moved: they are not read again until they change.
    private readonly Dictionary<string, Seen> stuck = new(StringComparer.Ordinal);

    /// <summary>For how long a file must not have changed.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Takes in every file that is complete; nothing when a sweep is under way.</summary>
    /// <returns>The files taken in.</returns>
    /// <exception cref="Auditor.Core.Storage.StorageException">The database cannot do it; the files that are not stored stay where they are.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (options.Folder is null || Interlocked.Exchange(ref running, 1) == 1)
        {
            return 0;
        }

        try
        {
            var first = List();
            if (first.Count == 0)
            {
                return 0;
            }

            await Task.Delay(Settle, time, cancellationToken).ConfigureAwait(false);
            var files = List().Where(f => first.TryGetValue(f.Key, out var before) && before == f.Value && !(stuck.TryGetValue(f.Key, out var known) && known == f.Value));
            return await TakeAsync(files, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            logger.LogError("The drop folder cannot be read: {Reason}", e.Message);
            return 0;
        }
        finally
        {
            Volatile.Write(ref running, 0);
        }
    }

    // An empty file is one that somebody begins to write, or no file at all but a pipe or a device.
    private Dictionary<string, Seen> List() => new DirectoryInfo(options.Folder!).EnumerateFiles("*", TopLevelFiles).Where(f => f.Length > 0).Take(MaxFiles)
        .ToDictionary(f => f.FullName, f => new Seen(f.Length, f.LastWriteTimeUtc), StringComparer.Ordinal);

    private async Task<int> TakeAsync(IEnumerable<KeyValuePair<string, Seen>> files, CancellationToken cancellationToken)
    {
        var session = await writer.BeginAsync(IntakeSource.DropFolder, null, null, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        var taken = 0;
        string? problem = null;
        foreach (var (path, seen) in files.OrderBy(f => f.Value.ChangedAt).ThenBy(f => f.Key, StringComparer.Ordinal))
        {
            var isGood = await StoreAsync(session, path, cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
            if (isGood is null)
            {
                continue;
            }

            taken++;
            if (TryMove(path, isGood.Value ? options.Done : options.Invalid) is { } refusal)
            {
                stuck[path] = seen;
                problem = refusal;
                logger.LogError("{Reason}", refusal);
            }
            else
            {
                stuck.Remove(path);
            }
        }

        var summary = await session.FinishAsync(problem, cancellationToken).ConfigureAwait(false);
        if (taken > 0)
        {
            logger.LogInformation("Drop folder: {Files} files taken in, {Imported} reports imported", taken, summary.Imported);
        }

        return taken;
    }

    /// <summary>True when every part was taken, false when the file is for people to look at, null when it is gone.</summary>
    private async Task<bool?> StoreAsync(IngestSession session, string path, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        var outcomes = new List<PartOutcome>();
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
            foreach (var part in ReportIntake.ReadParts(file, name, limits))
            {
                outcomes.Add((await session.WriteAsync(part, new PartPlace(outcomes.Count), cancellationToken).ConfigureAwait(false)).Outcome);
            }
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var note = new PartNote { Outcome = PartOutcome.Failed, ReasonCode = IngestReason.InputFailed, Reason = $"The file cannot be read: {e.Message}", Path = name };
            outcomes.Add((await session.NoteAsync(note, new PartPlace(outcomes.Count), cancellationToken).ConfigureAwait(false)).Outcome);
        }

        return outcomes.All(o => o is PartOutcome.Imported or PartOutcome.Duplicate or PartOutcome.Empty);
    }

    /// <summary>Moves a file without ever replacing another; why it cannot, or null.</summary>
    private static string? TryMove(string path, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var (stem, extension) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
            for (var number = 1; ; number++)
            {
                var target = Path.Combine(folder, number == 1 ? stem + extension : $"{stem}-{number}{extension}");
                if (File.Exists(target))
                {
                    continue;
                }

                try
                {
                    File.Move(path, target, overwrite: false);
                    return null;
                }
                catch (IOException) when (File.Exists(target) && File.Exists(path))
                {
                    // Another program took the name meanwhile: the next one.
                }
            }
        }
        catch (FileNotFoundException)
        {
            // Another worker moved it.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The file '{Path.GetFileName(path)}' is stored, but cannot be moved to '{folder}' ({e.Message.TrimEnd('.')}); move it by hand, or mend the folder's rights.";
        }
    }

    /// <summary>What tells that a file changed.</summary>
    private readonly record struct Seen(long Bytes, DateTime ChangedAt);
}
