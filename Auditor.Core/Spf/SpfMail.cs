using System.Net;

namespace Auditor.Core.Spf;

/// <summary>Mail that one address sent in a domain's name.</summary>
/// <param name="Address">The address.</param>
/// <param name="Messages">How many.</param>
/// <param name="DkimAligned">Those with an aligned DKIM signature that passed: DMARC needs SPF for none of them.</param>
/// <param name="SpfAlone">Those that pass DMARC by aligned SPF and by nothing else.</param>
/// <param name="LastDay">The last day on which it sent.</param>
public sealed record SpfMail(IPAddress Address, long Messages, long DkimAligned, long SpfAlone, DateOnly LastDay);

/// <summary>Mail of the addresses that one term lets pass.</summary>
/// <param name="Addresses">How many addresses sent.</param>
/// <param name="Messages">How many messages.</param>
/// <param name="LastDay">The last day; null without mail.</param>
/// <param name="IsSure">False when DNS could not tell of some address whether the term covers it: no mail is then no proof.</param>
public sealed record SpfTermMail(int Addresses, long Messages, DateOnly? LastDay, bool IsSure)
{
    /// <summary>No mail.</summary>
    public static SpfTermMail None { get; } = new(0, 0, null, IsSure: true);

    internal SpfTermMail Add(SpfMail mail) =>
        this with { Addresses = Addresses + 1, Messages = Messages + mail.Messages, LastDay = LastDay > mail.LastDay ? LastDay : mail.LastDay };
}

/// <summary>Mail that a removed term alone lets pass.</summary>
/// <param name="Addresses">How many addresses sent it.</param>
/// <param name="Messages">How many messages.</param>
/// <param name="DkimAligned">Those that pass DMARC by DKIM all the same.</param>
/// <param name="SpfAlone">Those that pass DMARC by SPF alone, and would fail.</param>
/// <param name="Untold">Those of <paramref name="Messages"/> that another term might let pass: only a message would tell.</param>
public sealed record SpfLoss(int Addresses, long Messages, long DkimAligned, long SpfAlone, long Untold)
{
    /// <summary>Nothing is lost.</summary>
    public static SpfLoss None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Messages that fail DMARC with the term as well.</summary>
    public long Failing => Messages - DkimAligned - SpfAlone;

    internal SpfLoss Add(SpfMail mail, bool isUntold) => new(
        Addresses + 1, Messages + mail.Messages, DkimAligned + mail.DkimAligned, SpfAlone + mail.SpfAlone, Untold + (isUntold ? mail.Messages : 0));
}
