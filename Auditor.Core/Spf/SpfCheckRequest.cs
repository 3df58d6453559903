using System.Net;

namespace Auditor.Core.Spf;

/// <summary>The arguments of <c>check_host()</c> (RFC 7208 4.1), as text where mail may carry anything.</summary>
/// <param name="Address">The client's address; an IPv4-mapped one is taken as IPv4 (RFC 7208 5).</param>
/// <param name="Domain">The domain to check; what is no domain gives the result none (RFC 7208 4.3).</param>
/// <param name="Now">The time for <c>%{t}</c>.</param>
public sealed record SpfCheckRequest(IPAddress Address, string Domain, DateTimeOffset Now)
{
    /// <summary>The MAIL FROM address; null or empty for a bounce, which stands for <c>postmaster</c> at the HELO name (RFC 7208 2.4).</summary>
    public string? Sender { get; init; }

    /// <summary>The HELO name; null when not known, which reads as the domain.</summary>
    public string? Helo { get; init; }

    /// <summary>The name of the receiving host for <c>%{r}</c>; null reads as <c>unknown</c>.</summary>
    public string? Receiver { get; init; }

    /// <summary>
    /// True to ask whom the record means to let pass, as no receiver does: the limits of RFC 7208 4.6.4 are left aside, and a term that ends in an error
    /// does not match. What such an answer rests on stands in <see cref="SpfCheck.Untold"/>.
    /// </summary>
    public bool PassesOverErrors { get; init; }
}
