using System.Text.Json;
using System.Text.Json.Serialization;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>An authentication as a text to keep, for the time when a key is known or the report can be read: at most five signatures, some two kilobytes.</summary>
internal static class EvidenceText
{
    public static string Write(MailAuthentication mail) => JsonSerializer.Serialize(new Kept(
        mail.State, mail.Reason, mail.Evidence.FromOrganization,
        [.. mail.Evidence.Signatures.Select(s => new KeptSignature(s.Domain, s.Selector, s.IsEd25519, s.IsStrict, s.Digest.ToArray(), s.Signature.ToArray()))]), EvidenceJson.Default.Kept);

    /// <summary>Null when the text is none of ours.</summary>
    public static MailAuthentication? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(text, EvidenceJson.Default.Kept) is { Signatures: not null } kept
                ? new MailAuthentication(kept.State, kept.Reason, new MailEvidence
                {
                    FromOrganization = kept.From,
                    Signatures = [.. kept.Signatures.Select(s => new SignatureEvidence(s.D, s.S, s.E, s.T, s.H, s.B))],
                    Failure = kept.Signatures.Length == 0 ? kept.Reason ?? TrustReason.NoSignature : null,
                })
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The state comes first: the quarantine tells by it whether a copy was proven.
    internal sealed record Kept(AuthenticationState State, string? Reason, string? From, KeptSignature[]? Signatures);

    internal sealed record KeptSignature(string D, string S, bool E, bool T, byte[] H, byte[] B);
}

/// <summary>Reads and writes it by code made when the product is built.</summary>
[JsonSerializable(typeof(EvidenceText.Kept))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
