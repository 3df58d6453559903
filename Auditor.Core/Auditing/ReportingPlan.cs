using System.Collections.Immutable;
using Auditor.Core.Dmarc;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>How the DMARC record that applies to a domain stands to an address for aggregate reports.</summary>
public enum ReportingState
{
    /// <summary>DNS could not tell, or nobody asked yet: nothing is advised.</summary>
    Unknown,

    /// <summary>No record applies.</summary>
    Publish,

    /// <summary>What stands there is none to receivers, or its policy cannot be read: the findings say how it is mended.</summary>
    Mend,

    /// <summary>The record sends reports elsewhere, or nowhere.</summary>
    Add,

    /// <summary>The record names the address.</summary>
    Sends,
}

/// <summary>Whether the domain of the address agreed to take reports about the policy domain (RFC 9990 4).</summary>
public enum ReportingAgreement
{
    /// <summary>DNS was not asked, or could not tell.</summary>
    Unknown,

    /// <summary>Both lie in one organization.</summary>
    NotNeeded,

    /// <summary>DNS says that there is none: receivers send nothing.</summary>
    Missing,

    /// <summary>The record of the agreement stands in DNS.</summary>
    Given,
}

/// <summary>What has to stand in DNS so that reports about a domain come to an address.</summary>
public sealed record ReportingPlan
{
    /// <summary>Receivers need not send to more destinations than these (RFC 7489 6.2).</summary>
    public const int SurePlaces = 2;

    public required ReportingState State { get; init; }

    /// <summary>Whose record applies, the domain itself or one above it; the domain itself when none does.</summary>
    public required DomainName PolicyDomain { get; init; }

    /// <summary>The record with the address in it; null when there is nothing to publish, or nothing that may be advised.</summary>
    public RecordToPublish? Record { get; init; }

    /// <summary>The place of the address among the destinations, from 1, as it is or would be; 0 when that is not known.</summary>
    public int Place { get; init; }

    public ReportingAgreement Agreement { get; init; }

    /// <summary>The record by which the address's domain agrees; null when none is needed, and when its name would be too long for DNS.</summary>
    public RecordToPublish? AgreementRecord { get; init; }

    /// <summary>True when nothing more has to be published.</summary>
    public bool IsComplete => State == ReportingState.Sends && Agreement is ReportingAgreement.NotNeeded or ReportingAgreement.Given;

    /// <summary>The plan by what the last audit saw; null stands for a domain without an audit.</summary>
    public static ReportingPlan From(DomainName domain, DmarcDocument? dmarc, ReportingAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (dmarc is null)
        {
            return new ReportingPlan { State = ReportingState.Unknown, PolicyDomain = domain };
        }

        var policyDomain = DomainName.TryParse(dmarc.PolicyDomain ?? string.Empty, out var found) ? found : domain;
        var plan = Of(policyDomain, dmarc.Status, dmarc.Status == RecordStatus.Found && dmarc.Record is { } text ? DmarcParser.Parse(text).Record : null, dmarc.Record is not null, address);
        var inside = DomainName.TryParse(dmarc.OrganizationalDomain ?? string.Empty, out var organization) && IsWithin(policyDomain, organization) && IsWithin(address.Host, organization);
        var asked = dmarc.ExternalDestinations.FirstOrDefault(d => DomainName.TryParse(d.Destination, out var host) && host == address.Host);
        return plan.With(address, asked switch
        {
            { Authorized: "yes" } => ReportingAgreement.Given,
            { Authorized: "no" } => ReportingAgreement.Missing,
            _ when inside => ReportingAgreement.NotNeeded,
            _ => ReportingAgreement.Unknown,
        });
    }

    /// <summary>The plan by facts that were asked for now.</summary>
    /// <param name="facts">The facts of the domain.</param>
    /// <param name="destination">What the address's domain says; null when nobody needs to agree.</param>
    /// <param name="address">The address.</param>
    public static ReportingPlan From(DmarcFacts facts, ExternalDestination? destination, ReportingAddress address)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(address);
        return Of(facts.PolicyDomain ?? facts.Domain, facts.Status, facts.Status == RecordStatus.Found ? facts.Record : null, facts.RecordText is not null, address).With(address, destination switch
        {
            null => ReportingAgreement.NotNeeded,
            { Authorization: DestinationAuthorization.Yes } => ReportingAgreement.Given,
            { Authorization: DestinationAuthorization.No } => ReportingAgreement.Missing,
            _ => ReportingAgreement.Unknown,
        });
    }

    /// <summary>The record by which a mail domain agrees to reports about every domain at once (RFC 9990 4).</summary>
    public static RecordToPublish AgreementForAll(DomainName host) => new($"*._report._dmarc.{host.Value}", "TXT", "v=DMARC1");

    private static ReportingPlan Of(DomainName policyDomain, RecordStatus status, DmarcPolicyRecord? record, bool hasText, ReportingAddress address)
    {
        if (record is not null)
        {
            var destinations = record.Rua;
            var place = destinations.TakeWhile(d => !address.Is(d)).Count() + 1;
            return place <= destinations.Length
                ? new ReportingPlan { State = ReportingState.Sends, PolicyDomain = policyDomain, Place = place }
                : new ReportingPlan { State = ReportingState.Add, PolicyDomain = policyDomain, Place = place, Record = Added(policyDomain, record, destinations, address) };
        }

        return status switch
        {
            RecordStatus.None when !hasText => new ReportingPlan
            {
                State = ReportingState.Publish,
                PolicyDomain = policyDomain,
                Place = 1,
                Record = new RecordToPublish(NameOf(policyDomain), "TXT", $"v=DMARC1; p=none; rua={address.Uri}"),
            },
            RecordStatus.Unknown => new ReportingPlan { State = ReportingState.Unknown, PolicyDomain = policyDomain },
            _ => new ReportingPlan { State = ReportingState.Mend, PolicyDomain = policyDomain },
        };
    }

    private static RecordToPublish Added(DomainName policyDomain, DmarcPolicyRecord record, ImmutableArray<ReportingUri> destinations, ReportingAddress address) =>
        new(NameOf(policyDomain), "TXT", DmarcRecordWriter.Write(record, ("rua", string.Join(',', [.. destinations.Select(d => d.Uri), address.Uri]))));

    private static string NameOf(DomainName policyDomain) => $"_dmarc.{policyDomain.Value}";

    private static bool IsWithin(DomainName name, DomainName organization) => name == organization || name.IsBelow(organization);

    private ReportingPlan With(ReportingAddress address, ReportingAgreement agreement) => this with
    {
        Agreement = agreement,
        AgreementRecord = agreement != ReportingAgreement.NotNeeded && ExternalDestinationCheck.TryQueryName(PolicyDomain, address.Host, out var name)
            ? new RecordToPublish(name.Value, "TXT", "v=DMARC1")
            : null,
    };
}
