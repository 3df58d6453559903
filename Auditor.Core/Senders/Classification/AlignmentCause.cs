using Auditor.Core.Dns;
using Auditor.Core.Dns.PublicSuffix;

namespace Auditor.Core.Senders.Classification;

/// <summary>What the owner's records say about a source, beside what reports tell.</summary>
/// <param name="IsSpfStrict">True when the published policy asks for strict alignment of SPF (aspf=s).</param>
/// <param name="IsDkimStrict">True when it asks for strict alignment of DKIM (adkim=s).</param>
/// <param name="SpfTerm">The term of the domain's SPF record that lets the address pass; null when none does.</param>
/// <param name="IsSpfKnown">False when the domain's SPF record could not be followed to its end.</param>
/// <param name="Service">The service's name; null when it is not known.</param>
public sealed record SourceRecords(bool IsSpfStrict, bool IsDkimStrict, string? SpfTerm, bool IsSpfKnown, string? Service);

/// <summary>Why SPF, DKIM or both do not count for the From domain, and what mends it.</summary>
/// <param name="Sentence">The cause. It quotes names out of reports, so show it as text only.</param>
/// <param name="Fix">What the owner does about it; null when nothing needs doing.</param>
public sealed record AlignmentCause(string Sentence, string? Fix)
{
    /// <summary>Explains a source; null when SPF and DKIM are both aligned, or no raw results are at hand.</summary>
    public static AlignmentCause? Of(SourceEvidence evidence, SourceRecords records)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(records);
        if ((evidence.SpfAligned && evidence.DkimAligned) || (evidence.Spf.IsEmpty && evidence.Dkim.IsEmpty))
        {
            return null;
        }

        var spf = evidence.SpfAligned ? null : OfSpf(evidence, records);
        var dkim = evidence.DkimAligned ? null : OfDkim(evidence, records);
        var sentence = (spf, dkim) switch
        {
            ({ } s, { } d) => $"{s.Sentence} {d.Sentence}",
            ({ } s, null) => $"DKIM is aligned and carries it. {s.Sentence}",
            _ => $"SPF is aligned and carries it. {dkim!.Sentence}",
        };

        // The signature survives forwarding: where it fails, it is what to mend first.
        return new AlignmentCause(sentence, dkim?.Fix ?? spf?.Fix);
    }

    private static AlignmentCause OfSpf(SourceEvidence evidence, SourceRecords records)
    {
        var author = evidence.AuthorDomain;
        var who = records.Service ?? "this sender";
        if (evidence.Spf.FirstOrDefault(s => s.IsPass) is { Domain: { } passing })
        {
            return SharesOrganization(passing, author)
                ? records.IsSpfStrict
                    ? new($"SPF passes for {passing}, but the policy asks for strict alignment (aspf=s): only {author} itself would count.", $"Let the return path use {author} itself, or publish aspf=r.")
                    : new($"SPF passes for {passing}, and yet the receiver took it for not aligned.", null)
                : new($"SPF passes for {passing}, which is not of {Organization(author)}: it cannot count for {author}.", $"Give {who} a return path below {author}, if it offers one.");
        }

        var own = evidence.Spf.FirstOrDefault(s => SharesOrganization(s.Domain, author));
        return own.Domain is null
            ? evidence.Spf.FirstOrDefault() is { Domain: { } foreign } first
                ? new($"SPF was checked for {foreign} and said {first.Result}.", null)
                : new("The reports show no SPF result.", null)
            : own.Result switch
            {
                "permerror" => new($"Receivers cannot evaluate the SPF record of {own.Domain} (permerror).", $"Mend the SPF record of {own.Domain}: the domain's findings say how."),
                "temperror" => new($"Receivers could not look up the SPF record of {own.Domain} at the time.", null),
                "none" => new($"{own.Domain} has no SPF record.", $"Publish an SPF record at {own.Domain} that covers {who}."),
                _ when records.SpfTerm is { } term => new($"SPF of {own.Domain} said {own.Result}, although {term} covers the address today: it was added later, or the record of {own.Domain} is another one.", null),
                _ when !records.IsSpfKnown => new($"SPF of {own.Domain} said {own.Result}.", null),
                _ => new($"No term of the SPF record of {own.Domain} covers this address ({own.Result}).", $"If {who} is yours, add it to the SPF record of {own.Domain}."),
            };
    }

    private static AlignmentCause OfDkim(SourceEvidence evidence, SourceRecords records)
    {
        var author = evidence.AuthorDomain;
        var who = records.Service ?? "this sender";
        if (evidence.Dkim.IsEmpty)
        {
            return new("There is no DKIM signature.", $"Let {who} sign with DKIM as {author}.");
        }

        var own = evidence.Dkim.FirstOrDefault(d => SharesOrganization(d.Domain, author));
        if (own.Domain is not null)
        {
            return own.IsPass
                ? records.IsDkimStrict
                    ? new($"The signature of {own.Domain} passes, but the policy asks for strict alignment (adkim=s): only d={author} would count.", $"Let it sign with d={author}, or publish adkim=r.")
                    : new($"The signature of {own.Domain} passes, and yet the receiver took it for not aligned.", null)
                : own.Result switch
                {
                    "permerror" => new($"The signature of {own.Domain} cannot be used (permerror): its key is missing or broken.", $"Publish the key that {who} signs with, or take the selector's key in DNS from it anew."),
                    "temperror" => new($"The key of {own.Domain} could not be looked up at the time.", null),
                    _ => new($"The signature of {own.Domain} does not verify ({own.Result}): the mail was altered on the way, or the key in DNS is another one.", null),
                };
        }

        var signer = evidence.Dkim.FirstOrDefault(d => d.IsPass).Domain;
        return signer is not null
            ? new($"DKIM passes for {signer}, which is not of {Organization(author)}.", $"Let {who} sign as {author} too: it calls this domain authentication, or custom DKIM.")
            : new($"It is signed as {evidence.Dkim[0].Domain} only, and that signature does not pass.", $"Let {who} sign as {author}.");
    }

    private static string Organization(string name) =>
        DomainName.TryParse(name, out var parsed) ? PublicSuffixList.Default.RegistrableDomain(parsed)?.Value ?? name : name;

    private static bool SharesOrganization(string name, string author) => Organization(name) == Organization(author);
}
