using System.Globalization;
using Auditor.Core.Auditing;
using Auditor.Core.Spf;
using Auditor.Core.Storage.Queries;
using Auditor.Core.Storage.Sources;
using Auditor.Web.Hosting;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Controls;

/// <summary>Figures of an SPF tree in words.</summary>
internal static class SpfWords
{
    /// <summary>Days with reports in a window of thirty below which silence proves nothing.</summary>
    public const int FewestDays = 14;

    // From here on a power of two says more than its digits.
    private static readonly UInt128 Large = 1_000_000;

    /// <summary>"1,024 IPv4 addresses and 2 IPv6 /64 networks".</summary>
    public static string Addresses(SpfAddressesDocument count)
    {
        var four = $"{Number(count.Ipv4)} {(count.Ipv4 == 1 ? SpfTexts.AddressFourOne : SpfTexts.AddressFourMany)}";
        var six = $"{Number(count.Ipv6Slash64)} {(count.Ipv6Slash64 == 1 ? SpfTexts.NetworkSixOne : SpfTexts.NetworkSixMany)}";
        var words = (count.Ipv4 > 0, count.Ipv6Slash64 > 0) switch
        {
            (true, true) => Say.It(SpfTexts.Both, four, six),
            (true, false) => four,
            (false, true) => six,
            _ => SpfTexts.Nobody,
        };
        return count.Exact ? words : Say.It(SpfTexts.About, words);
    }

    /// <summary>"1,204 mails, last 27 Nov"; what no mail means depends on what could be told, and on how many days reports came.</summary>
    public static string Mail(SpfTermMail mail, int reportDays) => mail switch
    {
        { LastDay: { } last } => Say.It(SpfTexts.MailLast, Mails(mail.Messages), last.ToString(ControlTexts.DayOfYearForm, Languages.Culture)),
        { IsSure: false } => SpfTexts.NotTold,
        _ => reportDays < FewestDays ? SpfTexts.NoMailSeen : Say.It(SpfTexts.NoMail, SourceWriter.Window),
    };

    /// <summary>"1,204 mails".</summary>
    public static string Mails(long count) => Formats.Plural(count, SpfTexts.MailOne, SpfTexts.MailMany);

    /// <summary>The mail that a removal leaves without SPF, in sentences.</summary>
    public static IEnumerable<string> Loss(SpfUsePage page)
    {
        if (page is not { Loss: { } loss, Removal: { } removal, Use: { } use })
        {
            return [SpfTexts.LossUnknown];
        }

        return loss.Messages > 0 ? OfLoss(loss) : [NoLoss(page, removal.Terms.All(t => use.Of(t.Source.Text).IsSure))];
    }

    private static IEnumerable<string> OfLoss(SpfLoss loss)
    {
        yield return Say.It(SpfTexts.Loss, Mails(loss.Messages), SourceWriter.Window, Formats.Plural(loss.Addresses, SpfTexts.FromOne, SpfTexts.FromMany)) + ".";
        if (loss.DkimAligned >= loss.Messages)
        {
            yield return SpfTexts.AllSafe;
        }
        else if (loss.DkimAligned > 0)
        {
            yield return Say.It(loss.DkimAligned == 1 ? SpfTexts.SafeOne : SpfTexts.Safe, Formats.Count(loss.DkimAligned));
        }

        if (loss.SpfAlone > 0)
        {
            yield return Say.It(loss.SpfAlone == 1 ? SpfTexts.AtRiskOne : SpfTexts.AtRisk, Formats.Count(loss.SpfAlone));
        }

        if (loss.Failing > 0)
        {
            yield return Say.It(loss.Failing == 1 ? SpfTexts.FailsOne : SpfTexts.Fails, Formats.Count(loss.Failing));
        }

        if (loss.Untold > 0)
        {
            yield return Say.It(SpfTexts.Open, Mails(loss.Untold));
        }
    }

    private static string NoLoss(SpfUsePage page, bool isSure) => (isSure, page.ReportDays < FewestDays) switch
    {
        (false, _) => SpfTexts.NoLossUnsure,
        (_, true) => Say.It(SpfTexts.NoLossFew, page.ReportDays, SourceWriter.Window),
        _ => Say.It(SpfTexts.NoLoss, SourceWriter.Window),
    };

    private static string Number(UInt128 value) => value > Large && UInt128.IsPow2(value)
        ? string.Create(CultureInfo.InvariantCulture, $"2^{UInt128.Log2(value)}")
        : value.ToString("N0", Languages.Culture);
}
