using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>One destination of <c>rua</c> or <c>ruf</c> (RFC 9989 4.6).</summary>
/// <param name="Uri">The URI as written, without an obsolete size limit.</param>
/// <param name="Scheme">Lower case; only <c>mailto</c> is defined, other schemes are ignored by receivers.</param>
/// <param name="Address">The mail address of a mailto URI, percent-decoded; null for other schemes.</param>
/// <param name="Host">The destination host; null for another scheme without an authority.</param>
/// <param name="SizeLimit">The obsolete limit such as <c>10m</c> that stood behind it; null without one.</param>
public sealed record ReportingUri(string Uri, string Scheme, string? Address, DomainName? Host, string? SizeLimit)
{
    /// <summary>True for <c>mailto</c>.</summary>
    public bool IsMailto => Scheme == "mailto";
}
