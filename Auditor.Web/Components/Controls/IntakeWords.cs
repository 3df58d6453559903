using Auditor.Core.Storage.Entities;
using Auditor.Web.Texts;

namespace Auditor.Web.Components.Controls;

/// <summary>The words for the ways in.</summary>
internal static class IntakeWords
{
    public static string Of(IntakeSource source) => source switch
    {
        IntakeSource.Mailbox => ControlTexts.IntakeMailbox,
        IntakeSource.Upload => ControlTexts.IntakeUpload,
        IntakeSource.Files => ControlTexts.IntakeFiles,
        IntakeSource.Reparse => ControlTexts.IntakeReparse,
        IntakeSource.Demo => ControlTexts.IntakeDemo,
        IntakeSource.Push => ControlTexts.IntakePush,
        IntakeSource.TlsPost => ControlTexts.IntakeTlsPost,
        IntakeSource.DropFolder => ControlTexts.IntakeDropFolder,
        _ => source.ToString(),
    };
}
