using System.Text;
using Auditor.Core.Dns;
using Auditor.Core.Fetching;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>MTA-STS of a domain: the record, and the policy that it announces (RFC 8461).</summary>
/// <param name="Answer">The TXT answer at <c>_mta-sts</c>; null when the name would be too long to exist.</param>
public sealed record MtaStsFacts(DnsOutcome? Answer)
{
    private const string Version = "STSv1";

    /// <summary>State of the record. A foreign text at the name, as a wildcard gives, is none.</summary>
    public RecordStatus Status => OptionalRecord.StatusOf(Answer, Record is not null, Record?.IsValid == true, Record?.Problems ?? []);

    /// <summary>What was read; null when there is no text that was meant as a record.</summary>
    public MtaStsRecord? Record { get; } = Read(Answer);

    /// <summary>The texts that were meant as records, joined by a line feed; null without any.</summary>
    public string? RecordText { get; } = Answer is null || OptionalRecord.Meant(Answer, Version) is not { Count: > 0 } meant ? null : string.Join('\n', meant);

    /// <summary>How the policy file was answered; null when it was not fetched.</summary>
    public HttpsAnswer? PolicyAnswer { get; private init; }

    /// <summary>The policy as served, usable or not; null when there is no body to read.</summary>
    public MtaStsPolicy? ServedPolicy { get; private init; }

    /// <summary>The policy that senders use; null when there is none, or it is not known.</summary>
    public MtaStsPolicy? Policy => ServedPolicy is { IsValid: true } policy ? policy : null;

    public PolicyStatus PolicyStatus => PolicyAnswer switch
    {
        null => PolicyStatus.NotFetched,
        { IsUnknown: true } => PolicyStatus.Unknown,
        { IsOk: false } => PolicyStatus.Unavailable,
        _ => Policy is null ? PolicyStatus.Invalid : PolicyStatus.Found,
    };

    /// <summary>True when the name is an alias whose target has no record: nothing is published, although somebody meant to.</summary>
    public bool IsAliasBroken => Answer is { IsVoid: true, Aliases.IsEmpty: false };

    /// <summary>The facts with the answer to the fetch of the policy.</summary>
    public MtaStsFacts With(HttpsAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return this with
        {
            PolicyAnswer = answer,
            ServedPolicy = answer.IsOk ? MtaStsPolicyParser.Parse(Encoding.UTF8.GetString(answer.Body.AsSpan())) : null,
        };
    }

    private static MtaStsRecord? Read(DnsOutcome? answer)
    {
        if (answer is null || OptionalRecord.Meant(answer, Version) is not { Count: > 0 } meant)
        {
            return null;
        }

        var record = MtaStsRecord.Read([.. answer.Texts]);
        return record.IsValid ? record : MtaStsRecord.Read(meant);
    }
}

/// <summary>State of a policy file.</summary>
public enum PolicyStatus
{
    /// <summary>Nobody asked for it: there is no usable record, or no fetcher.</summary>
    NotFetched,

    /// <summary>A policy that senders use.</summary>
    Found,

    /// <summary>A file that is no usable policy.</summary>
    Invalid,

    /// <summary>The server gives no file that senders may take.</summary>
    Unavailable,

    /// <summary>It could not be told from here.</summary>
    Unknown,
}
