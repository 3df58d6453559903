using Auditor.Core.Fetching;

namespace Auditor.Core.Auditing;

/// <summary>Fetches in an audit's document.</summary>
internal static class FetchDocuments
{
    public static FetchDocument? From(HttpsAnswer? answer) => answer is null ? null : new FetchDocument(answer.Address, answer.Status.ToWord())
    {
        Code = answer.Code,
        ContentType = answer.ContentType,
        Server = answer.Server,
        CertificateNotAfter = answer.Certificate?.NotAfter.ToUniversalTime(),
        Error = answer.IsOk ? null : answer.Failure,
    };

    /// <summary>The state of a file that was to be fetched.</summary>
    public static string Word(HttpsAnswer? answer, bool isValid) => answer switch
    {
        null => "not-fetched",
        { IsUnknown: true } => "unknown",
        { IsOk: false } => "unavailable",
        _ => isValid ? "found" : "invalid",
    };
}
