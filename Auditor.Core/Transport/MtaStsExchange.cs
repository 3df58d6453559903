using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Transport;

/// <summary>How the policy file was served (RFC 8461 3.3).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">The media type, with parameters or without; null when none was sent.</param>
/// <param name="IsCertificateValid">True when the certificate is trusted, in date, and carries the host as a DNS-ID.</param>
public sealed record MtaStsExchange(int Status, string? ContentType, bool IsCertificateValid)
{
    /// <summary>What keeps senders from the policy, or may.</summary>
    public ImmutableArray<RecordProblem> Problems
    {
        get
        {
            var problems = new RecordProblems();
            if (!IsCertificateValid)
            {
                problems.Error("certificate", "The certificate is not valid for the policy host.");
            }

            if (Status is >= 300 and < 400)
            {
                problems.Error("redirect", $"The server redirects (status {Status}), which senders must not follow.");
            }
            else if (Status != 200)
            {
                problems.Error("http-status", $"The server answers with status {Status} instead of 200.");
            }

            if (!IsPlainText(ContentType))
            {
                problems.Note("content-type", "The policy should be served as text/plain.");
            }

            return [.. problems.Items];
        }
    }

    /// <summary>True for text/plain, with parameters or without.</summary>
    public static bool IsPlainText(string? contentType) =>
        contentType?.Split(';')[0].Trim().Equals("text/plain", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True when senders take the body.</summary>
    public bool IsValid => !Problems.Any(p => p.IsError);
}
