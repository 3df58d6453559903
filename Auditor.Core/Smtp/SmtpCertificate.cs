using System.Collections.Immutable;
using System.Globalization;
using Auditor.Core.Dns;

namespace Auditor.Core.Smtp;

/// <summary>The certificate that a mail host showed.</summary>
public sealed record SmtpCertificate
{
    public required string Subject { get; init; }

    public required string Issuer { get; init; }

    /// <summary>The DNS names of the subjectAltName, lower case; the subject's common name does not count (RFC 9525 2).</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    public DateTimeOffset NotBefore { get; init; }

    public DateTimeOffset NotAfter { get; init; }

    /// <summary>Why the chain ends at no authority that is trusted here, as clauses; empty when it does. Dates of the certificate itself are not among them.</summary>
    public ImmutableArray<string> TrustProblems { get; init; } = [];

    /// <summary>True when one of the names covers the host (RFC 9525 6.3): the same, or a <c>*</c> in place of its first label.</summary>
    public bool Covers(DomainName host) =>
        Names.Any(name => DomainName.TryParse(name, out var exact) && exact == host)
        || Names.Any(name => name.StartsWith("*.", StringComparison.Ordinal)
            && DomainName.TryParse(name[2..], out var parent) && parent.LabelCount > 1 && parent == host.Parent);

    /// <summary>Everything that makes a sender who checks refuse the certificate, as clauses that follow "the certificate".</summary>
    /// <param name="host">The name by which senders know the host; null leaves names out.</param>
    /// <param name="now">The time of the audit.</param>
    public ImmutableArray<string> Problems(DomainName? host, DateTimeOffset now)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (now > NotAfter)
        {
            problems.Add($"expired on {Day(NotAfter)}");
        }
        else if (now < NotBefore)
        {
            problems.Add($"is not valid before {Day(NotBefore)}");
        }

        if (host is { } wanted && !Covers(wanted))
        {
            problems.Add(Names.IsEmpty ? "has no DNS name (subjectAltName)" : $"is made out to {string.Join(", ", Names.Take(5))} and not to {wanted}");
        }

        problems.AddRange(TrustProblems);
        return problems.ToImmutable();
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
