using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Senders.Classification;

/// <summary>Takes what reports tell of a source for one of the classes. The first row of the table that fits decides.</summary>
public static class SourceClassifier
{
    public static SourceVerdict Classify(SourceEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.SpfAligned ? SpfAligned(evidence) : ToldByReceiver(evidence) ?? (evidence.DkimAligned ? OnlyDkimAligned(evidence) : NotAligned(evidence));
    }

    private static SourceVerdict SpfAligned(SourceEvidence evidence) => evidence.DkimAligned
        ? new(SourceClass.Compliant, ClassConfidence.High, "SPF and DKIM pass, both aligned with the From domain.")
        : new(SourceClass.Compliant, ClassConfidence.Medium, "SPF passes and is aligned, but DKIM is not: this mail fails DMARC as soon as somebody forwards it.");

    // Receivers see the message; nothing that is worked out from results knows better.
    private static SourceVerdict? ToldByReceiver(SourceEvidence evidence) =>
        evidence.Reasons.Contains("mailing_list") ? new(SourceClass.MailingList, ClassConfidence.High, "A receiver says that this mail came over a mailing list.")
        : evidence.Reasons.Contains("forwarded") ? new(SourceClass.Forwarded, ClassConfidence.High, "A receiver says that this mail was forwarded.")
        : evidence.Reasons.Contains("trusted_forwarder") ? new(SourceClass.Forwarded, ClassConfidence.High, "A receiver knows this source as a forwarder that it trusts.")
        : evidence.ArcPassed ? new(SourceClass.Forwarded, ClassConfidence.Medium, "A receiver found a passing ARC chain: somebody passed this mail on.")
        : null;

    private static SourceVerdict OnlyDkimAligned(SourceEvidence evidence)
    {
        // Nobody lists a forwarder in the SPF record.
        if (evidence.SpfTerm is { } term)
        {
            return new(SourceClass.Compliant, ClassConfidence.Medium, $"DKIM is aligned, and the SPF record of {evidence.AuthorDomain} names the address ({term}): a sender of its own with another return path.");
        }

        if (evidence.Spf.FirstOrDefault(s => s.IsPass && !IsOwn(s, evidence)) is { Domain: { } domain })
        {
            return ServiceOf(domain) is { } service
                ? new(SourceClass.Compliant, ClassConfidence.Medium, $"DKIM is aligned; the return path {domain} belongs to {service.Name}.")
                : new(SourceClass.Forwarded, ClassConfidence.Low, $"The author's signature passes while SPF passes for {domain}: a forwarder that rewrites return paths, or a service with its own return path.");
        }

        return evidence.Spf.Any(s => IsOwn(s, evidence) && s.Result is ("fail" or "softfail" or "neutral"))
            ? new(SourceClass.Forwarded, ClassConfidence.Medium, "The author's signature passes, but SPF of the author's domain does not allow this address: forwarded, or a server of one's own that SPF leaves out.")
            : new(SourceClass.Compliant, ClassConfidence.Low, "DKIM passes and is aligned; reports tell nothing of SPF that decides more.");
    }

    private static SourceVerdict NotAligned(SourceEvidence evidence)
    {
        var signed = evidence.Dkim.Where(d => IsOwn(d, evidence)).ToImmutableArray();
        if (signed.Concat(evidence.Spf.Where(s => IsOwn(s, evidence))).FirstOrDefault(i => i.IsPass) is { Domain: { } own })
        {
            return new(SourceClass.Misconfigured, ClassConfidence.Medium, $"Authenticated as {own}, which is akin to the From domain {evidence.AuthorDomain} but not aligned: strict alignment, or a receiver's other view of the policy.");
        }

        var foreign = evidence.Dkim.Concat(evidence.Spf).FirstOrDefault(i => i.IsPass).Domain;
        if (evidence.SpfTerm is { } term && foreign is not null)
        {
            return new(SourceClass.Misconfigured, ClassConfidence.Medium, $"The SPF record of {evidence.AuthorDomain} names the address ({term}), and yet it authenticates as {foreign} only.");
        }

        if (!signed.IsEmpty)
        {
            return BrokenSignature(signed, foreign);
        }

        return foreign is not null ? Foreign(foreign, evidence.AuthorDomain) : NothingPasses(evidence);
    }

    // A temporary error says nothing about the key; a permanent one does.
    private static SourceVerdict BrokenSignature(ImmutableArray<IdentityResult> signed, string? foreign) =>
        signed.Any(d => d.Result == "permerror") ? new(SourceClass.Misconfigured, ClassConfidence.Medium, $"It signs as {signed[0].Domain}, but receivers cannot use the signature or its key.")
        : signed.Any(d => d.Result == "temperror") ? new(SourceClass.Unknown, ClassConfidence.Low, $"It signs as {signed[0].Domain}, but receivers could not look up the key at the time.")
        : foreign is not null ? new(SourceClass.MailingList, ClassConfidence.Low, $"The signature of {signed[0].Domain} is broken and {foreign} passes: altered on the way, as mailing lists do.")
        : new(SourceClass.Unknown, ClassConfidence.Low, $"A signature of {signed[0].Domain} is there and does not pass: altered on the way, a wrong key, or forged.");

    private static SourceVerdict Foreign(string domain, string author) => ServiceOf(domain) is { } service
        ? new(SourceClass.Unknown, ClassConfidence.Low, $"{service.Name} sent it under its own name {domain}; reports do not tell whether on behalf of {author}.")
        : new(SourceClass.Suspicious, ClassConfidence.Low, $"It passes as {domain} only, which has nothing to do with {author}.");

    private static SourceVerdict NothingPasses(SourceEvidence evidence) =>
        evidence.Spf.IsEmpty && evidence.Dkim.IsEmpty ? new(SourceClass.Unknown, ClassConfidence.Low, "Neither SPF nor DKIM is aligned, and no raw results are at hand.")
        : evidence.Spf.Concat(evidence.Dkim).Any(i => i.Result == "temperror") ? new(SourceClass.Unknown, ClassConfidence.Low, "Receivers could not look everything up at the time.")
        : evidence.Spf.Any(s => IsOwn(s, evidence) && s.Result == "permerror") ? new(SourceClass.Unknown, ClassConfidence.Low, "Receivers cannot evaluate the SPF record of the author's domain, so it tells nothing of this source.")
        : new(SourceClass.Suspicious, ClassConfidence.Medium, $"It uses {evidence.AuthorDomain}, and neither SPF nor any signature passes.");

    private static bool IsOwn(IdentityResult identity, SourceEvidence evidence) =>
        DomainName.TryParse(identity.Domain, out var name) && DomainName.TryParse(evidence.AuthorDomain, out var author)
        && !name.IsRoot && name.Labels.Count > 1 && author.Labels.Count > 1 && (name.IsAtOrBelow(author) || author.IsAtOrBelow(name));

    // The name is authenticated, so it may be looked up as a confirmed reverse name is.
    private static SendingService? ServiceOf(string domain) =>
        DomainName.TryParse(domain, out var name) ? SenderCatalogue.Default.OfReverseName(name) ?? SenderCatalogue.Default.OfInclude(name) : null;
}
