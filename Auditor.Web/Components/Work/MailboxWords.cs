using Auditor.Web.Texts;
using Auditor.Worker.Mailboxes;

namespace Auditor.Web.Components.Work;

/// <summary>The steps of reading a mailbox in the page's language.</summary>
internal static class MailboxWords
{
    /// <summary>A step as it is stored; itself when no version of this program knows it.</summary>
    public static string Step(string stored) => stored == "login" ? Step(MailboxStep.SignIn)
        : Enum.TryParse<MailboxStep>(stored, ignoreCase: true, out var step) ? Step(step)
        : stored;

    /// <summary>A step.</summary>
    public static string Step(MailboxStep step) => step switch
    {
        MailboxStep.Resolve => WorkTexts.StepName,
        MailboxStep.Connect => WorkTexts.StepConnection,
        MailboxStep.Tls => "TLS",
        MailboxStep.Token => WorkTexts.StepToken,
        MailboxStep.SignIn => WorkTexts.StepSignIn,
        MailboxStep.Folder => WorkTexts.Folder,
        MailboxStep.Write => WorkTexts.StepWrite,
        MailboxStep.Fetch => WorkTexts.StepFetch,
        MailboxStep.Action => WorkTexts.StepAction,
        MailboxStep.Store => WorkTexts.StepStore,
        _ => step.ToString(),
    };
}
