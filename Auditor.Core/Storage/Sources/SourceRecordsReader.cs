using System.Collections.Immutable;
using System.Net;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Senders.Classification;
using Auditor.Core.Spf;
using Auditor.Core.Storage.Audits;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Sources;

/// <summary>Which term of the domain's SPF record covers an address.</summary>
/// <param name="Term">The way to it; null when none does.</param>
/// <param name="Include">The outermost include on the way; null without one.</param>
/// <param name="IsKnown">False when the record could not be followed to its end.</param>
internal readonly record struct SpfCover(string? Term, DomainName? Include, bool IsKnown);

/// <summary>Follows the records that the last audits of a domain saw; asks nobody.</summary>
internal sealed class SourceRecordsReader : IDnsResolver
{
    private readonly KnownAnswers known;

    // The same few questions come up for every address.
    private readonly Dictionary<(DomainName Name, DnsRecordType Type), DnsOutcome> outcomes = [];
    private readonly ParsedRecords records = new();
    private readonly DateTimeOffset now;

    private SourceRecordsReader(KnownAnswers known, DateTimeOffset now)
    {
        this.known = known;
        this.now = now;
    }

    public static async Task<SourceRecordsReader> OpenAsync(AuditorDbContext db, int domainId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var content = await db.KnownRecords.AsNoTracking().Where(k => k.DomainId == domainId).Select(k => k.Content).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return new SourceRecordsReader(AuditBlob.UnpackAnswers(content), now);
    }

    /// <summary>What the domain's SPF record says of an address.</summary>
    public async Task<SpfCover> CoverAsync(string domain, string sourceIp, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(sourceIp, out var address))
        {
            return new SpfCover(null, null, IsKnown: false);
        }

        var check = await SpfEvaluator.CheckAsync(new SpfCheckRequest(address, domain, now) { Sender = $"postmaster@{domain}" }, this, records, cancellationToken).ConfigureAwait(false);
        if (check.Result is SpfResult.TempError or SpfResult.PermError or SpfResult.None)
        {
            return new SpfCover(null, null, IsKnown: check.Result == SpfResult.None && known.Find(domain, "TXT") is not null);
        }

        return SpfPath.OfPass(check) is { } path ? new SpfCover(path, IncludeOf(path), IsKnown: true) : new SpfCover(null, null, IsKnown: true);
    }

    /// <summary>What a selector is an alias of; null when it is none, or was never asked about.</summary>
    public DomainName? KeyTarget(string domain, string selector) =>
        known.Find($"{selector}._domainkey.{domain}", "TXT")?.Aliases is [.., var last] && DomainName.TryParse(last, out var target) ? target : null;

    /// <inheritdoc />
    public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        if (!outcomes.TryGetValue((name, type), out var outcome))
        {
            outcome = known.Find(name.Value, type.ToString().ToUpperInvariant())?.ToOutcome() ?? DnsOutcome.Without(name, type, DnsStatus.NotAsked, "No audit has asked for it.");
            if (outcome.IsKnown)
            {
                outcomes[(name, type)] = outcome;
            }
        }

        return ValueTask.FromResult(outcome);
    }

    private static DomainName? IncludeOf(string path)
    {
        var first = path.Split(" > ")[0].TrimStart('+', '?', '~', '-');
        return first.StartsWith("include:", StringComparison.OrdinalIgnoreCase) && DomainName.TryParse(first["include:".Length..], out var name) ? name : null;
    }
}
