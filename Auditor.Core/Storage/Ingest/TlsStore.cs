using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Reports.Tls;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Stores a TLS report and its daily sums, never twice. Of two that say different things under one key the better proven one stays.</summary>
internal sealed class TlsStore(WriteConnection connection, IntakeSource source)
{
    private readonly QueryStatement byKey = connection.PrepareQuery(
        $"""SELECT {TlsTiers.Columns} FROM "TlsReports" WHERE "PolicyDomain" = @domain AND "OrgKey" = @org AND "ReportId" = @id AND "Begin" = @begin AND "End" = @end""",
        "@domain", "@org", "@id", "@begin", "@end");

    private readonly QueryStatement byContent = connection.PrepareQuery($"""SELECT {TlsTiers.Columns} FROM "TlsReports" WHERE "ContentHash" = @hash""", "@hash");

    private readonly Statement head = connection.Prepare(
        """
        INSERT INTO "TlsReports" ("OrgKey", "ReportId", "PolicyDomain", "Begin", "End", "ContentHash", "Policies", "OrgName", "ContactInfo", "Successful", "Failed", "ReceivedAt", "Source",
            "Tier", "TierReason", "Signer", "Evidence")
        VALUES (@org, @id, @domain, @begin, @end, @hash, @policies, @name, @contact, @successful, @failed, @received, @source, @tier, @reason, @signer, @evidence) RETURNING "Id"
        """,
        "@org", "@id", "@domain", "@begin", "@end", "@hash", "@policies", "@name", "@contact", "@successful", "@failed", "@received", "@source", "@tier", "@reason", "@signer", "@evidence");

    private readonly TlsSums sums = new(connection);
    private readonly TlsTiers tiers = new(connection);

    /// <summary>Stores the report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="hash">SHA-256 of its text.</param>
    /// <param name="trust">What is kept of its authenticity.</param>
    /// <param name="hasDetails">False when only its head is kept, and it is not counted.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IngestResult> StoreAsync(TlsReport report, byte[] hash, PartTrust trust, bool hasDetails, long now, CancellationToken cancellationToken)
    {
        var org = StoredText.Key(report.OrganizationName?.ToLowerInvariant());
        var id = StoredText.Key(report.ReportId);
        var domain = StoredText.Key(report.Policies[0].Domain);
        var known = await byKey.With(domain, org, id, report.Begin, report.End).FirstAsync(TlsTiers.Read, cancellationToken).ConfigureAwait(false);
        if (known is not null && (known.ContentHash.AsSpan().SequenceEqual(hash) || trust.Verdict.Tier >= known.Tier))
        {
            return await RepeatedAsync(known, hash, trust, IngestReason.DuplicateKey, "A TLS report with the same sender, id, domain and window is stored already.", cancellationToken).ConfigureAwait(false);
        }

        if (await byContent.With(hash).FirstAsync(TlsTiers.Read, cancellationToken).ConfigureAwait(false) is { } same)
        {
            return await RepeatedAsync(same, hash, trust, IngestReason.DuplicateContent, "A TLS report with the same text is stored already.", cancellationToken).ConfigureAwait(false);
        }

        if (known is not null)
        {
            await tiers.RemoveAsync(known, cancellationToken).ConfigureAwait(false);
        }

        var (verdict, _, evidence) = trust;
        await head.With(org, id, domain, report.Begin, report.End, hash, hasDetails ? TlsPolicyJson.Pack(report.Policies) : null, report.OrganizationName, report.ContactInfo,
            report.Successful, report.Failed, now, (int)source, (int)verdict.Tier, verdict.Reason, verdict.Signer, evidence).LongAsync(cancellationToken).ConfigureAwait(false);
        if (hasDetails)
        {
            await sums.AddAsync(report.Policies, org, UnixDay.Number(UnixDay.Of(report.Begin)), verdict.Tier, cancellationToken).ConfigureAwait(false);
        }

        return new IngestResult
        {
            Outcome = PartOutcome.Imported,
            Kind = ReportKind.Tls,
            Rows = report.Policies.Length,
            Tier = verdict.Tier,
            ReasonCode = known is null ? null : IngestReason.Conflict,
            Reason = known is null ? null : "It takes the place of a TLS report with the same sender, id, domain and window that says something else and is proven less.",
        };
    }

    // The same text, byte for byte: what proves this copy proves the stored one.
    private async Task<IngestResult> RepeatedAsync(KnownTlsReport known, byte[] hash, PartTrust trust, string code, string reason, CancellationToken cancellationToken)
    {
        if (trust.Verdict.Tier < known.Tier && trust.Verdict.Tier != TrustTier.Pending && known.ContentHash.AsSpan().SequenceEqual(hash))
        {
            await tiers.ChangeAsync(known, trust.Verdict, cancellationToken).ConfigureAwait(false);
        }

        return new IngestResult { Outcome = PartOutcome.Duplicate, Kind = ReportKind.Tls, ReasonCode = code, Reason = reason };
    }
}
