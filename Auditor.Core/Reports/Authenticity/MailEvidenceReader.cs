using System.Runtime.InteropServices;
using MimeKit;
using MimeKit.Utils;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>Reads the evidence of a mail that was found well within the limits of the intake. Content is never an exception.</summary>
internal static class MailEvidenceReader
{
    /// <summary>Signatures of the organization in From that are looked at; mails have one or two.</summary>
    public const int MaxSignatures = 5;

    private const int MaxSignatureHeaders = 20;

    /// <summary>The evidence as of a time.</summary>
    /// <param name="mail">The mail from its first header to its end.</param>
    /// <param name="trustedAuthServId">The administrator's own authserv-id (RFC 8601 2.5); null when no server is trusted.</param>
    /// <param name="maxMimeDepth">As in the limits of the intake.</param>
    /// <param name="now">For signatures that expire, unless the mail's own server noted its arrival.</param>
    public static MailEvidence Read(ReadOnlyMemory<byte> mail, string? trustedAuthServId, int maxMimeDepth, DateTimeOffset now)
    {
        var options = new ParserOptions { MaxMimeDepth = maxMimeDepth + 2 };
        try
        {
            HeaderList headers;
            using (var stream = Open(mail))
            {
                headers = HeaderList.Load(options, stream);
            }

            if (FromOrganization(headers, out var failure) is not { } organization)
            {
                return MailEvidence.Failed(failure);
            }

            var vouched = AuthenticationWord.Read(headers, trustedAuthServId, organization);
            var signatures = headers.Where(h => h.Id == HeaderId.DkimSignature).Take(MaxSignatureHeaders).ToList();
            if (signatures.Count == 0)
            {
                return MailEvidence.Failed(TrustReason.NoSignature, organization) with { VouchedFor = vouched };
            }

            using var content = Open(mail);
            return Signed(MimeMessage.Load(options, content, persistent: true), organization, Arrival(headers, now)) with { VouchedFor = vouched };
        }
        catch (FormatException)
        {
            return MailEvidence.Failed(TrustReason.SignatureMalformed);
        }
    }

    private static MailEvidence Signed(MimeMessage message, string organization, DateTimeOffset at)
    {
        var failure = TrustReason.Unaligned;
        var usable = new List<SignatureEvidence>();
        var looked = 0;
        foreach (var header in message.Headers.Where(h => h.Id == HeaderId.DkimSignature).Take(MaxSignatureHeaders))
        {
            var tags = SignatureTags.Parse(header);
            if (tags is not null && Organization.Of(tags.Domain) != organization)
            {
                continue;
            }

            if (++looked > MaxSignatures)
            {
                break;
            }

            var digest = Array.Empty<byte>();
            var reason = tags is null ? TrustReason.SignatureMalformed
                : tags.IsWeak ? TrustReason.AlgorithmWeak
                : tags.HasBodyLength ? TrustReason.BodyLength
                : tags.Expires < at.ToUnixTimeSeconds() ? TrustReason.Expired
                : (digest = HeaderDigest.Of(message, header, tags)) is null ? TrustReason.BodyChanged
                : null;
            if (reason is null)
            {
                usable.Add(new SignatureEvidence(tags!.Domain, tags.Selector, tags.IsEd25519, tags.IsStrict, digest, tags.Signature));
            }
            else
            {
                failure = reason;
            }
        }

        return usable.Count == 0 ? MailEvidence.Failed(failure, organization) : new MailEvidence { FromOrganization = organization, Signatures = [.. usable] };
    }

    // Two From headers, or authors in two domains: readers differ on which one counts (RFC 9989 11.5).
    private static string? FromOrganization(HeaderList headers, out string failure)
    {
        var from = headers.Where(h => h.Id == HeaderId.From).ToList();
        failure = from.Count > 1 ? TrustReason.SeveralFrom : TrustReason.FromMissing;
        if (from.Count != 1 || !InternetAddressList.TryParse(from[0].RawValue, out var addresses))
        {
            return null;
        }

        var domains = addresses.Mailboxes.Select(m => m.Domain.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Take(2).ToList();
        failure = domains.Count > 1 ? TrustReason.SeveralFrom : failure;
        return domains.Count == 1 ? Organization.Of(domains[0]) : null;
    }

    // The topmost Received header is that of the mailbox's own server: nobody else can write above it. So old mails of a mailbox that is added
    // late are not held to have expired.
    private static DateTimeOffset Arrival(HeaderList headers, DateTimeOffset now)
    {
        var received = headers.FirstOrDefault(h => h.Id == HeaderId.Received)?.Value;
        var semicolon = received?.LastIndexOf(';') ?? -1;
        return semicolon >= 0 && DateUtils.TryParse(received![(semicolon + 1)..], out var at) && at < now ? at : now;
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> mail) => MemoryMarshal.TryGetArray(mail, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(mail.ToArray(), writable: false);
}
