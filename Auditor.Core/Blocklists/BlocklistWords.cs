namespace Auditor.Core.Blocklists;

/// <summary>What a list is asked about.</summary>
public enum BlocklistKind
{
    /// <summary>IPv4 and, where the list says so, IPv6 addresses (RFC 5782 2.1, 2.4).</summary>
    Ip,

    /// <summary>Domain names (RFC 5782 3).</summary>
    Domain,

    /// <summary>Hashes of mail addresses: such lists are in the catalogue and never asked.</summary>
    EmailHash,
}

/// <summary>What an answer means, weakest first: the strongest one of several codes counts.</summary>
public enum BlocklistType
{
    /// <summary>An answer that is no listing, such as a middling reputation.</summary>
    Neutral,

    /// <summary>Good news: an allow list, or the white code of a mixed one.</summary>
    Allow,

    /// <summary>A listing that receivers do not refuse mail for: whole networks, new domains.</summary>
    Info,

    /// <summary>A listing by kind of address (dial-in, no reverse name), not by behaviour.</summary>
    Policy,

    /// <summary>A listing for what was sent or done.</summary>
    Block,
}

/// <summary>How many receivers act on a list.</summary>
public enum BlocklistWeight
{
    /// <summary>Hardly any: the list is shown for information.</summary>
    None,
    Low,
    Medium,
    High,
}

/// <summary>What a list says of an address or a domain.</summary>
public enum BlocklistStatus
{
    /// <summary>The list answered, and does not hold it.</summary>
    Clean,

    /// <summary>An allow list holds it; never to be read as a listing.</summary>
    AllowListed,

    /// <summary>The list holds it.</summary>
    Listed,

    /// <summary>Nothing may be concluded: a failure of DNS, a refusal, a zone that cannot be trusted. Neither clean nor listed.</summary>
    Error,
}

/// <summary>The words of these enumerations in JSON and in the catalogue.</summary>
public static class BlocklistWords
{
    /// <summary>block, policy, info, allow or neutral.</summary>
    public static string ToWord(this BlocklistType type) => type switch
    {
        BlocklistType.Block => "block",
        BlocklistType.Policy => "policy",
        BlocklistType.Info => "info",
        BlocklistType.Allow => "allow",
        _ => "neutral",
    };

    /// <summary>high, medium, low or none.</summary>
    public static string ToWord(this BlocklistWeight weight) => weight switch
    {
        BlocklistWeight.High => "high",
        BlocklistWeight.Medium => "medium",
        BlocklistWeight.Low => "low",
        _ => "none",
    };

    internal static BlocklistType? TypeOf(string word) => word switch
    {
        "block" => BlocklistType.Block,
        "policy" => BlocklistType.Policy,
        "info" => BlocklistType.Info,
        "allow" => BlocklistType.Allow,
        "neutral" or "reputation" => BlocklistType.Neutral,
        _ => null,
    };

    internal static BlocklistWeight? WeightOf(string word) => word switch
    {
        "high" => BlocklistWeight.High,
        "medium" => BlocklistWeight.Medium,
        "low" => BlocklistWeight.Low,
        "info" or "none" => BlocklistWeight.None,
        _ => null,
    };

    internal static BlocklistKind? KindOf(string word) => word switch
    {
        "ip" => BlocklistKind.Ip,
        "domain" => BlocklistKind.Domain,
        "email-hash" => BlocklistKind.EmailHash,
        _ => null,
    };
}
