using System.Net;

namespace Auditor.Core.Dns;

/// <summary>How fit a resolver is for auditing, as found by asking it.</summary>
/// <param name="Server">The resolver.</param>
public sealed record ResolverFacts(IPEndPoint Server)
{
    /// <summary>Questions of the first round, and how many of them were answered.</summary>
    public int Asked { get; init; }

    public int Answered { get; init; }

    /// <summary>The code of a reply that was no answer, such as 5 for REFUSED; null without one.</summary>
    public int? FailureCode { get; init; }

    /// <summary>The median of their times; null without any answer.</summary>
    public TimeSpan? MedianLatency { get; init; }

    /// <summary>RA: it looks names up for others.</summary>
    public bool OffersRecursion { get; init; }

    /// <summary>It takes EDNS (RFC 6891), without which TXT answers over 512 octets always need TCP.</summary>
    public bool TakesEdns { get; init; }

    /// <summary>It answers over TCP (RFC 7766), which every answer that does not fit UDP needs.</summary>
    public bool AnswersTcp { get; init; }

    /// <summary>An answer of about a kilobyte arrives, be it over UDP or over TCP after truncation; null when it could not be told.</summary>
    public bool? DeliversLargeAnswers { get; init; }

    /// <summary>It says that signed answers are authentic (AD), from wherever it has that.</summary>
    public bool? SetsAuthenticData { get; init; }

    /// <summary>It refuses what is wrongly signed; null when it could not be told.</summary>
    public bool? RefusesBogus { get; init; }

    /// <summary>It answers for names that do not exist (NXDOMAIN rewriting), so that nothing is ever missing; null when it could not be told.</summary>
    public bool? InventsAnswers { get; init; }
}

/// <summary>What a resolver is asked for. The defaults are names of the public root; tests bring their own.</summary>
public sealed record ProbeQuestions
{
    /// <summary>Asked in turn for the latency.</summary>
    public IReadOnlyList<DomainName> Names { get; init; } =
        [DomainName.Parse("com"), DomainName.Parse("net"), DomainName.Parse("org"), DomainName.Parse("info"), DomainName.Parse("arpa")];

    /// <summary>A signed zone with a large key set.</summary>
    public DomainName Signed { get; init; } = DomainName.Root;

    /// <summary>A name that is wrongly signed on purpose, kept for such tests.</summary>
    public DomainName Bogus { get; init; } = DomainName.Parse("dnssec-failed.org");

    /// <summary>
    /// Where names are made up that cannot exist: under a reserved top-level domain (RFC 6761 6.4), which many resolvers answer
    /// themselves, and under one where the answer must come from the registry.
    /// </summary>
    public IReadOnlyList<DomainName> EmptyPlaces { get; init; } = [DomainName.Parse("invalid"), DomainName.Parse("com")];

    /// <summary>The longest that one try waits.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
