using System.Net;

namespace Auditor.Core.Dns;

/// <summary>Asks name servers for what they hold themselves, past every cache.</summary>
public interface IAuthorities
{
    /// <summary>False once so many servers in a row kept silent that questions seem not to leave this network at all.</summary>
    bool CanAsk { get; }

    /// <summary>Asks one server of a zone, without recursion. Whatever happens is a value.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="zone">The zone that the server was named for; tells a referral below it from one that leads away.</param>
    /// <param name="name">The name asked for, at or below the zone.</param>
    /// <param name="type">The type asked for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<DirectAnswer> AskAsync(IPAddress server, DomainName zone, DomainName name, DnsRecordType type, CancellationToken cancellationToken);
}

/// <summary>What one name server said to one question.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Status">What the answer is worth.</param>
/// <param name="Outcome">The answer as evidence. For <see cref="DirectStatus.Aliased"/> its records are the alias itself.</param>
public sealed record DirectAnswer(IPAddress Server, DirectStatus Status, DnsOutcome Outcome)
{
    /// <summary>The zone below that the server refers to; null unless <see cref="DirectStatus.Referred"/>.</summary>
    public DomainName? Child { get; init; }
}

/// <summary>What a name server's answer is worth.</summary>
public enum DirectStatus
{
    /// <summary>It answers with authority, be it with nothing.</summary>
    Answered,

    /// <summary>It answers with authority that the name is an alias, whose target it does not hold.</summary>
    Aliased,

    /// <summary>The name lies in a zone below, which other servers hold.</summary>
    Referred,

    /// <summary>It does not hold the zone: it refuses, fails, leads away, or answers without authority (RFC 9499 7, lame delegation).</summary>
    Lame,

    /// <summary>Nothing usable came: unknown.</summary>
    Silent,

    /// <summary>It was not asked: its address is private, or questions do not leave this network.</summary>
    NotAsked,
}
