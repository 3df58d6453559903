namespace Auditor.Core.Dns;

/// <summary>How <see cref="NetworkAuthorities"/> asks. The defaults bound what a dead name server costs.</summary>
public sealed record AuthorityOptions
{
    /// <summary>The port that name servers listen on.</summary>
    public int Port { get; init; } = DnsServerAddress.DefaultPort;

    /// <summary>
    /// True to ask servers with private addresses too: for zones inside of a network, and tests. Otherwise a zone could have us
    /// send to any host of our own network.
    /// </summary>
    public bool AllowPrivate { get; init; }

    /// <summary>
    /// The longest that one question takes, TCP included. It is sent twice: again when half of this is over without an answer, while
    /// the first goes on listening.
    /// </summary>
    public TimeSpan QuestionTimeout { get; init; } = TimeSpan.FromSeconds(4);
}
