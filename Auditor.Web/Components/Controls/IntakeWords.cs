using Auditor.Core.Storage.Entities;

namespace Auditor.Web.Components.Controls;

/// <summary>The words for the ways in.</summary>
internal static class IntakeWords
{
    public static string Of(IntakeSource source) => source switch
    {
        IntakeSource.Mailbox => "mailbox",
        IntakeSource.Upload => "upload",
        IntakeSource.Files => "command line",
        IntakeSource.Reparse => "read again",
        IntakeSource.Demo => "demo",
        IntakeSource.Push => "push",
        IntakeSource.TlsPost => "TLS report post",
        IntakeSource.DropFolder => "drop folder",
        _ => source.ToString(),
    };
}
