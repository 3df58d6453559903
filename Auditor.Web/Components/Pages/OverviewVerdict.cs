using Auditor.Core.Findings;
using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Pages;

/// <summary>The overview's one sentence and its smaller ones.</summary>
internal static class OverviewVerdict
{
    /// <summary>Whether anything is broken: the part that is set in bold.</summary>
    public static string Lead(PortfolioState state) => state switch
    {
        { Audited: 0 } => Say.It(state.Domains == 1 ? OverviewTexts.AwaitingOne : OverviewTexts.AwaitingMany, Formats.Count(state.Domains)),
        { NeedAction: 0 } => state.Audited == 1 ? OverviewTexts.TheDomainNeedsNone : Say.It(OverviewTexts.NoneNeeds, Formats.Count(state.Audited)),
        { Audited: 1 } => OverviewTexts.TheDomainNeeds,
        _ => Say.It(state.NeedAction == 1 ? OverviewTexts.OneNeeds : OverviewTexts.ManyNeed, Formats.Count(state.NeedAction), Formats.Count(state.Audited)),
    };

    /// <summary>The rest of the sentence, from the semicolon or full stop on.</summary>
    public static string Rest(PortfolioState state)
    {
        var changed = state.Changed == 0 ? OverviewTexts.NothingChanged : Say.It(OverviewTexts.Changed, Formats.Count(state.Changed));
        var mailboxes = state switch
        {
            { Mailboxes: 0 } => OverviewTexts.NoMailboxRead,
            { FailingMailboxes: > 0 } => Say.It(state.Mailboxes == 1 ? OverviewTexts.MailboxUnreadable : OverviewTexts.MailboxesUnreadable, Formats.Count(state.FailingMailboxes), Formats.Count(state.Mailboxes)),
            { Mailboxes: 1 } => OverviewTexts.MailboxHealthy,
            _ => Say.It(OverviewTexts.MailboxesHealthy, Formats.Count(state.Mailboxes)),
        };
        return state.Audited == 0 ? $"; {mailboxes}." : $"; {changed}; {mailboxes}.";
    }

    /// <summary>The word of a severity; null is a domain of which too little is known.</summary>
    public static string Severity(Severity? severity) => severity switch
    {
        Core.Findings.Severity.Error => OverviewTexts.Error,
        Core.Findings.Severity.Warning => OverviewTexts.Warning,
        Core.Findings.Severity.Advice => OverviewTexts.Advice,
        Core.Findings.Severity.Info => OverviewTexts.Info,
        _ => OverviewTexts.Unknown,
    };

    /// <summary>What depends on a domain that needs action, and what else it has.</summary>
    public static string Weight(ActionItem action)
    {
        var parts = new List<string>();
        if (action.Messages > 0)
        {
            parts.Add(Say.It(OverviewTexts.InWeek, Formats.Plural(action.Messages, PageTexts.MessageOne, PageTexts.MessageMany)));
        }

        if (action.Others > 0)
        {
            parts.Add(Say.It(OverviewTexts.MoreToMend, Formats.Count(action.Others)));
        }

        return parts.Count == 0 ? "" : (action.Since is null ? "" : " · ") + string.Join(" · ", parts);
    }

    /// <summary>What happened to a record set.</summary>
    public static string Verb(ChangeItem change) => change switch
    {
        { Before: null } => OverviewTexts.Appeared,
        { After: null } => OverviewTexts.Disappeared,
        _ => OverviewTexts.VerbChanged,
    };
}
