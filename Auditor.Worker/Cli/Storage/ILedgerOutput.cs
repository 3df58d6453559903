using Auditor.Core.Storage.Ingest;

namespace Auditor.Worker.Cli.Storage;

/// <summary>Prints the ledger of one run.</summary>
public interface ILedgerOutput : IDisposable
{
    /// <summary>One part and what became of it.</summary>
    void Part(string path, string? entry, IngestResult result);

    /// <summary>The counts, once all is stored.</summary>
    void End(LedgerSummary summary);
}
