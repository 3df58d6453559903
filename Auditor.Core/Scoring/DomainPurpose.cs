namespace Auditor.Core.Scoring;

/// <summary>What a domain is for; it decides what its best state is.</summary>
public enum DomainPurpose
{
    /// <summary>People write from it: quarantine or reject is the full state, since mailing lists break strict policies (RFC 9989 7.4).</summary>
    People,

    /// <summary>Only applications send from it: reject is the full state.</summary>
    Machine,

    /// <summary>It takes mail and sends none: scored like a parked one, without the null MX.</summary>
    ReceiveOnly,

    /// <summary>It neither sends nor takes mail: <c>v=spf1 -all</c>, reject for all of it, and a null MX are the full state.</summary>
    Parked,
}

/// <summary>The words for <see cref="DomainPurpose"/> in documents and options.</summary>
public static class DomainPurposeWords
{
    /// <summary>people, machine, receive-only or parked.</summary>
    public static string ToWord(this DomainPurpose purpose) => purpose switch
    {
        DomainPurpose.Machine => "machine",
        DomainPurpose.ReceiveOnly => "receive-only",
        DomainPurpose.Parked => "parked",
        _ => "people",
    };

    /// <summary>The purpose that the word names; null for any other text.</summary>
    public static DomainPurpose? Parse(string? word) => word switch
    {
        "people" => DomainPurpose.People,
        "machine" => DomainPurpose.Machine,
        "receive-only" => DomainPurpose.ReceiveOnly,
        "parked" => DomainPurpose.Parked,
        _ => null,
    };

    /// <summary>True for a purpose that sends no mail.</summary>
    public static bool SendsNothing(this DomainPurpose purpose) => purpose is DomainPurpose.ReceiveOnly or DomainPurpose.Parked;
}
