using System.Net;

namespace Auditor.Core.Dns;

/// <summary>How <see cref="DnsClientResolver"/> asks. The defaults bound what a dead name costs.</summary>
public sealed record DnsResolverOptions
{
    /// <summary>The resolvers in order of preference; empty for those of the system.</summary>
    public IReadOnlyList<IPEndPoint> Servers { get; init; } = [];

    /// <summary>The longest that one question takes, with all tries, servers and aliases. All first questions about a dead name run side by side, so it costs this much once.</summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(4.5);

    /// <summary>
    /// A question that stays unanswered for so long is sent again, to the next server where there is one; each further time after half of it more. The
    /// earlier tries go on listening.
    /// </summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>Tries of a question. With four of them one lost or failed answer of a hundred spoils one question of a hundred million.</summary>
    public int Tries { get; init; } = 4;

    /// <summary>Tries of one question over all servers.</summary>
    public const int MaxTries = 4;

    /// <summary>
    /// True: every question is asked once, of the first server that is up, and what fails has failed. For servers that count questions, such as blocklists.
    /// </summary>
    public bool OneTry { get; init; }

    /// <summary>Pause before a SERVFAIL is asked again, doubled each time: a resolver that just failed upstream needs a moment.</summary>
    public TimeSpan FailurePause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Questions in flight; more than a few hundred only makes the resolver drop them.</summary>
    public int MaxInFlight { get; init; } = 256;

    /// <summary>After so long without an answer a question gives its place to the next and waits on the side lane.</summary>
    public TimeSpan SideLaneAfter { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Places on the side lane; when it is full, slow questions keep their first place.</summary>
    public int MaxOnSideLane { get; init; } = 512;
}
