using Auditor.Core.Storage.Entities;
using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;
using Auditor.Worker.Notices;

namespace Auditor.Web.Components.Work;

/// <summary>Channels, steps and states of notices in the page's language.</summary>
internal static class NoticeWords
{
    public static string Step(NoticeStep step) => step switch
    {
        NoticeStep.Settings => NotificationTexts.StepSettings,
        NoticeStep.Resolve => NotificationTexts.StepResolve,
        NoticeStep.Connect => NotificationTexts.StepConnect,
        NoticeStep.Tls => "TLS",
        NoticeStep.SignIn => NotificationTexts.StepSignIn,
        _ => NotificationTexts.StepSend,
    };

    public static string Channel(NoticeChannel channel) => channel switch
    {
        NoticeChannel.Mail => NotificationTexts.Mail,
        NoticeChannel.Webhook => NotificationTexts.Webhook,
        _ => NotificationTexts.Heartbeat,
    };

    public static string State(NoticeState state) => state switch
    {
        NoticeState.Sent => NotificationTexts.StateSent,
        NoticeState.Quiet => NotificationTexts.StateQuiet,
        NoticeState.Waiting => NotificationTexts.StateWaiting,
        NoticeState.GivenUp => NotificationTexts.StateGivenUp,
        _ => NotificationTexts.StateBegun,
    };

    public static string Tone(NoticeState state, bool hasError) => state switch
    {
        NoticeState.Sent => hasError ? Controls.Tone.Warn : Controls.Tone.Pass,
        NoticeState.Waiting => hasError ? Controls.Tone.Fail : Controls.Tone.Info,
        NoticeState.GivenUp => Controls.Tone.Fail,
        _ => Controls.Tone.Unknown,
    };
}
