using Auditor.Core.Storage.Queries;
using Auditor.Web.Components.Controls;

namespace Auditor.Web.Components.Pages;

/// <summary>The overview's one sentence and its smaller ones.</summary>
internal static class OverviewVerdict
{
    /// <summary>Whether anything is broken: the part that is set in bold.</summary>
    public static string Lead(PortfolioState state) => state switch
    {
        { Audited: 0 } => $"{Formats.Plural(state.Domains, "domain")} awaiting the first audit",
        { NeedAction: 0 } => state.Audited == 1 ? "The domain needs no action" : $"None of {Formats.Count(state.Audited)} domains needs action",
        { Audited: 1 } => "The domain needs action",
        _ => $"{Formats.Count(state.NeedAction)} of {Formats.Count(state.Audited)} domains {(state.NeedAction == 1 ? "needs" : "need")} action",
    };

    /// <summary>The rest of the sentence, from the semicolon or full stop on.</summary>
    public static string Rest(PortfolioState state)
    {
        var changed = state.Changed == 0 ? "nothing changed since yesterday" : $"{Formats.Count(state.Changed)} changed since yesterday";
        var mailboxes = state switch
        {
            { Mailboxes: 0 } => "no mailbox is read yet",
            { FailingMailboxes: > 0 } => $"{Formats.Count(state.FailingMailboxes)} of {Formats.Plural(state.Mailboxes, "mailbox", "mailboxes")} cannot be read",
            { Mailboxes: 1 } => "the mailbox is healthy",
            _ => $"all {Formats.Count(state.Mailboxes)} mailboxes are healthy",
        };
        return state.Audited == 0 ? $"; {mailboxes}." : $"; {changed}; {mailboxes}.";
    }

    /// <summary>What depends on a domain that needs action, and what else it has.</summary>
    public static string Weight(ActionItem action)
    {
        var parts = new List<string>();
        if (action.Messages > 0)
        {
            parts.Add($"{Formats.Plural(action.Messages, "message")} in 7 days");
        }

        if (action.Others > 0)
        {
            parts.Add($"{Formats.Count(action.Others)} more to mend");
        }

        return parts.Count == 0 ? "" : (action.Since is null ? "" : " · ") + string.Join(" · ", parts);
    }

    /// <summary>What happened to a record set.</summary>
    public static string Verb(ChangeItem change) => change switch
    {
        { Before: null } => "appeared",
        { After: null } => "disappeared",
        _ => "changed",
    };
}
