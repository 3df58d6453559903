using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;

namespace Auditor.Core.Storage.Rereading;

/// <summary>A stored report with its bytes, which can be read as often as needed.</summary>
internal sealed class KeptReport
{
    private readonly long id;
    private readonly RawReport raw;
    private readonly IntakeLimits limits;

    public KeptReport(StoredReport stored, RawReport raw, IntakeLimits limits)
    {
        id = stored.Id;
        Key = new ReportKey(stored.OrgKey, stored.ReportId, stored.PolicyDomain, stored.Begin.ToUnixTimeSeconds(), stored.End.ToUnixTimeSeconds());
        this.raw = raw;

        // The bytes were taken in once, perhaps by a person who lifted a limit. What a new reader could make more of is rows: not beyond today's limit, unless there were more before.
        this.limits = QuarantineDesk.ReleasedLimits(limits) with { MaxRows = (int)Math.Min(int.MaxValue, Math.Max(limits.MaxRows, stored.RowCount)) };
    }

    public ReportKey Key { get; }

    /// <summary>Gives the reader of the report with the key to <paramref name="use"/>.</summary>
    /// <returns>What that made of it, or why there is no such report in the bytes.</returns>
    public async Task<RereadResult> ReadAsync(Func<AggregateReader, Task<RereadResult>> use)
    {
        byte[] bytes;
        try
        {
            bytes = raw.Form == RawForm.AsReceived ? raw.Content : StoredBytes.Unpack(raw.Content);
        }
        catch (InvalidDataException e)
        {
            return RereadRefusal.Damaged(id, e.Message);
        }

        RereadResult? refusal = null;
        foreach (var part in ReportIntake.ReadParts(bytes, raw.Name, limits))
        {
            if (part.Aggregate is not { } reader)
            {
                refusal ??= RereadRefusal.Of(id, part.Completed!);
                continue;
            }

            var key = ReportKey.Of(reader.Header);
            if (key == Key)
            {
                return await use(reader).ConfigureAwait(false);
            }

            refusal = RereadRefusal.OtherKey(id, Key, key);
        }

        return refusal ?? RereadRefusal.Of(id, new PartCompletion { Outcome = ParseOutcome.NotAReport })!;
    }
}
