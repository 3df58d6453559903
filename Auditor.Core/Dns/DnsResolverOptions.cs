using System.Net;

namespace Auditor.Core.Dns;

/// <summary>How <see cref="DnsClientResolver"/> asks. The defaults bound what a dead name costs.</summary>
public sealed record DnsResolverOptions
{
    /// <summary>The resolvers in order of preference; empty for those of the system.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>The longest that one question takes, with all tries, servers and aliases.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that one try waits for one server; never more than two fifths of <see cref="QuestionTimeout"/>.</summary>
    public TimeSpan TryTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Tries of a question that times out or fails; more servers than that get one try each, up to <see cref="MaxTries"/>.</summary>
    public int Tries { get; init; } = 2;

    /// <summary>Tries of one question over all servers.</summary>
    public const int MaxTries = 4;

    /// <summary>Pause before a SERVFAIL is asked again: a resolver that just failed upstream needs a moment.</summary>
    public TimeSpan FailurePause { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Questions in flight; more than a few hundred only makes the resolver drop them.</summary>
    public int MaxInFlight { get; init; } = 256;

    /// <summary>After so long without an answer a question gives its place to the next and waits on the side lane.</summary>
    public TimeSpan SideLaneAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Places on the side lane; when it is full, slow questions keep their first place.</summary>
    public int MaxOnSideLane { get; init; } = 512;
}
