using Auditor.Core.Auditing;

namespace Auditor.Worker.Cli.Audits;

/// <summary>Runs the pass, writes each audit, and says how it ended.</summary>
internal static class AuditRun
{
    public static async Task<int> ExecuteAsync(AuditSettings settings, AuditMeans means, StreamWriter output, CancellationToken cancellationToken)
    {
        var pass = new AuditPass(means) { Concurrency = settings.Concurrency };
        var audits = pass.RunAsync(settings.Domains.Select(settings.RequestFor), cancellationToken);
        var progress = new AuditProgress(settings.Domains.Length);
        var (fails, isUnknown) = (false, false);
        using var writer = AuditWriters.Create(settings, output);
        await foreach (var document in (writer.IsOrdered ? InInputOrder(audits, settings) : audits).ConfigureAwait(false))
        {
            progress.Report();
            fails |= document.Findings.Any(f => settings.Fails(document, f));
            isUnknown |= !document.Unknown.IsDefaultOrEmpty;
            writer.Write(document);
        }

        progress.Clear();
        writer.Complete();
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return fails ? ExitCode.Findings : isUnknown ? ExitCode.Unknown : ExitCode.Ok;
    }

    // Gives each audit as soon as all before it were given, so that output is the same every time and still flows.
    private static async IAsyncEnumerable<AuditDocument> InInputOrder(IAsyncEnumerable<AuditDocument> audits, AuditSettings settings)
    {
        var early = new Dictionary<string, AuditDocument>(StringComparer.Ordinal);
        var next = 0;
        await foreach (var audit in audits.ConfigureAwait(false))
        {
            early.Add(audit.Domain, audit);
            while (next < settings.Domains.Length && early.Remove(settings.Domains[next].Value, out var ready))
            {
                next++;
                yield return ready;
            }
        }
    }
}
