using System.Collections.Immutable;
using Auditor.Core.Findings;
using Auditor.Core.Transport;

namespace Auditor.Core.Auditing;

/// <summary>DANE of one mail exchanger; the status is found, none, invalid (no record that can be used) or unknown.</summary>
/// <param name="Host">As the MX record names it.</param>
/// <param name="Status">What is there.</param>
/// <param name="Records">The TLSA records.</param>
/// <param name="Secure">Whether DNSSEC protects the way to them; null when that is not known.</param>
public sealed record DaneDocument(string Host, RecordStatus Status, ImmutableArray<TlsaDocument> Records, bool? Secure);

/// <summary>One TLSA record (RFC 6698 2.1); the data is hex.</summary>
public sealed record TlsaDocument(int Usage, int Selector, int Matching, string Data);

/// <summary>The DANE part of an audit's document.</summary>
internal static class DaneDocuments
{
    public static ImmutableArray<DaneDocument> From(DaneFacts? dane) =>
    [
        .. (dane?.Hosts ?? []).Select(h => new DaneDocument(
            h.Host.Value, h.Status, [.. h.Records.Select(r => new TlsaDocument(r.Usage, r.Selector, r.Matching, r.Data))], h.IsSecure)),
    ];
}
