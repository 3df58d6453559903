using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Dmarc;

/// <summary>Facts of a record that is not published yet, and the words that rules share.</summary>
public static class DmarcFactsText
{
    /// <summary>The facts as if the text alone stood at a domain of its own; the domain is the root, and nothing was asked of DNS.</summary>
    public static DmarcFacts FromText(string text)
    {
        var record = DmarcParser.Parse(text).Record;
        var applies = record is { Applies: true };
        return new DmarcFacts
        {
            Domain = DomainName.Root,
            Status = record is null ? RecordStatus.None : applies && !record.HasInvalidPolicy ? RecordStatus.Found : RecordStatus.Invalid,
            PolicyDomain = applies ? DomainName.Root : null,
            RecordDomain = record is null ? null : DomainName.Root,
            OrganizationalDomain = DomainName.Root,
            Record = record,
            RecordText = text,
            PolicyTag = applies ? "p" : null,
            EffectivePolicy = applies ? record!.EffectiveP : null,
            AppliedPolicy = applies ? record!.Applied(record.EffectiveP) : null,
            Stage = PolicyDiscovery.StageOf(applies ? record!.EffectiveP : null, applies && record!.TestMode),
            Below = record is null ? InheritedPolicy.None : InheritedPolicy.Of(record),
        };
    }

    /// <summary>The name of the domain's own record; <c>_dmarc</c> alone for a text that is not published yet.</summary>
    internal static string OwnName(this DmarcFacts facts) => facts.Domain.TryPrepend("_dmarc", out var name) ? name.Value : $"_dmarc.{facts.Domain}";

    /// <summary>The name where the record stands; the domain's own without one.</summary>
    internal static string RecordName(this DmarcFacts facts) =>
        facts.RecordDomain is { } domain && domain.TryPrepend("_dmarc", out var name) ? name.Value : facts.OwnName();

    /// <summary>The domain as the subject of a sentence.</summary>
    internal static string DomainWords(this DmarcFacts facts) => facts.Domain.IsRoot ? "the domain" : facts.Domain.Display;

    /// <summary>The answer that the record came from; none for a text that is not published yet.</summary>
    internal static IEnumerable<DnsOutcome> RecordEvidence(this DmarcFacts facts) => facts.RecordOutcome is { } outcome ? [outcome] : [];

    /// <summary>The record as it should be, ready to publish where the present one stands.</summary>
    internal static RecordToPublish Republish(this DmarcFacts facts, params IEnumerable<(string Tag, string? Value)> changes) =>
        new(facts.RecordName(), "TXT", DmarcRecordWriter.Write(facts.Record!, changes));
}
