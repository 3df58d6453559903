namespace Auditor.Core.Reports.Intake;

/// <summary>The bytes of a mail from its first header to its end, as they lie in the input. Known once the mail was read to its end.</summary>
internal sealed class MailContent
{
    public ReadOnlyMemory<byte> Bytes { get; set; }
}
