using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>TLS-RPT of a domain (RFC 8460).</summary>
/// <param name="Answer">The TXT answer at <c>_smtp._tls</c>; null when the name would be too long to exist.</param>
public sealed record TlsRptFacts(DnsOutcome? Answer)
{
    private const string Version = "TLSRPTv1";

    /// <summary>State of the record. A foreign text at the name, as a wildcard gives, is none.</summary>
    public RecordStatus Status => OptionalRecord.StatusOf(Answer, Record is not null, Record?.IsValid == true, Record?.Problems ?? []);

    /// <summary>What was read; null when there is no text that was meant as a record.</summary>
    public TlsRptRecord? Record { get; } = Read(Answer);

    /// <summary>The texts that were meant as records, joined by a line feed; null without any.</summary>
    public string? RecordText { get; } = Answer is null || OptionalRecord.Meant(Answer, Version) is not { Count: > 0 } meant ? null : string.Join('\n', meant);

    /// <summary>True when the name is an alias whose target has no record.</summary>
    public bool IsAliasBroken => Answer is { IsVoid: true, Aliases.IsEmpty: false };

    private static TlsRptRecord? Read(DnsOutcome? answer)
    {
        if (answer is null || OptionalRecord.Meant(answer, Version) is not { Count: > 0 } meant)
        {
            return null;
        }

        var record = TlsRptRecord.Read([.. answer.Texts]);
        return record.IsValid ? record : TlsRptRecord.Read(meant);
    }
}
