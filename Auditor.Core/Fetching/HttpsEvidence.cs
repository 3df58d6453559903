using System.Collections.Immutable;
using System.Text;
using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Fetching;

/// <summary>A fetch as evidence of a finding.</summary>
public static class HttpsEvidence
{
    // Enough to see what was served; a policy has under ten lines.
    private const int MaxLines = 40;
    private const int MaxLineLength = 200;

    /// <summary>The evidence without the body: what kind of answer came.</summary>
    public static Evidence From(HttpsAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Of(answer, [answer.IsOk ? $"status 200, {answer.ContentType ?? "no media type"}, {answer.Body.Length} bytes" : answer.Failure]);
    }

    /// <summary>The evidence with the first lines of the body.</summary>
    public static Evidence WithBody(HttpsAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.IsOk
            ? Of(answer, [.. Encoding.UTF8.GetString(answer.Body.AsSpan()).Split('\n').Take(MaxLines).Select(l => Cut(l.TrimEnd('\r')))])
            : From(answer);
    }

    private static Evidence Of(HttpsAnswer answer, ImmutableArray<string> lines) =>
        new(answer.Address, "HTTPS", lines, Status(answer), answer.Server);

    private static DnsStatus Status(HttpsAnswer answer) => answer.Status switch
    {
        HttpsStatus.Answered or HttpsStatus.TooLarge => DnsStatus.Answer,
        HttpsStatus.NameUnknown => DnsStatus.NxDomain,
        HttpsStatus.TimedOut or HttpsStatus.ConnectFailed => DnsStatus.Timeout,
        HttpsStatus.NotTried => DnsStatus.NotAsked,
        HttpsStatus.NameUnresolved => DnsStatus.ServerFailure,
        _ => DnsStatus.Unusable,
    };

    private static string Cut(string line) => line.Length <= MaxLineLength ? line : line[..MaxLineLength] + "...";
}
