using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>The policy that <c>https://mta-sts.DOMAIN/.well-known/mta-sts.txt</c> serves (RFC 8461 3.2).</summary>
public sealed record MtaStsPolicy
{
    /// <summary>Longest <c>max_age</c> in seconds (RFC 8461 3.2).</summary>
    public const int MaxAgeLimit = 31_557_600;

    /// <summary>True when senders use it.</summary>
    public bool IsValid { get; init; }

    /// <summary>enforce, testing or none; null when it is missing or wrong.</summary>
    public string? Mode { get; init; }

    /// <summary>The patterns of hosts, in order and as written.</summary>
    public ImmutableArray<string> Mx { get; init; } = [];

    /// <summary>Lifetime in seconds; null when it is missing or wrong.</summary>
    public int? MaxAgeSeconds { get; init; }

    /// <summary>What is wrong or odd.</summary>
    public ImmutableArray<RecordProblem> Problems { get; init; } = [];

    /// <summary>True when a mail exchanger fits one of the patterns (RFC 8461 4.1).</summary>
    public bool Allows(string exchange) => Mx.Any(pattern => Matches(exchange, pattern));

    /// <summary>True when the host fits the pattern: equal, or one label in place of a leading <c>*</c> (RFC 8461 4.1).</summary>
    public static bool Matches(string exchange, string pattern)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(pattern);
        var host = exchange.AsSpan().TrimEnd('.');
        var wanted = pattern.AsSpan();
        if (wanted.StartsWith("*."))
        {
            var dot = host.IndexOf('.');
            if (dot <= 0)
            {
                return false;
            }

            host = host[(dot + 1)..];
            wanted = wanted[2..];
        }

        return !wanted.Contains('*') && host.Equals(wanted, StringComparison.OrdinalIgnoreCase);
    }
}
