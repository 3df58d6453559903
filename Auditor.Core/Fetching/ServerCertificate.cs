using System.Collections.Immutable;

namespace Auditor.Core.Fetching;

/// <summary>The certificate of a web server, as far as findings need it.</summary>
/// <param name="Subject">The subject's name.</param>
/// <param name="Issuer">The issuer's name.</param>
/// <param name="NotBefore">In force from.</param>
/// <param name="NotAfter">In force until.</param>
/// <param name="Names">The DNS-IDs; a common name is none (RFC 8461 3.3).</param>
public sealed record ServerCertificate(string Subject, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, ImmutableArray<string> Names);
