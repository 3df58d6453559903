using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Checks the mails of one run. What it needs is opened with the first mail that offers a proof.</summary>
internal sealed class MailChecks(IAuthenticitySource? means, IntakeSource source, TimeProvider time)
{
    private MailAuthenticator? authenticator;

    /// <summary>What the mail around a part proves.</summary>
    /// <param name="part">The part.</param>
    /// <param name="kept">What its mail proved when it came; null when it comes now.</param>
    /// <param name="beforeWaiting">Called before the network has to be waited for.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<MailTrust> CheckAsync(ReportPart part, string? kept, Func<Task> beforeWaiting, CancellationToken cancellationToken)
    {
        // Whoever posts a TLS report to an address that stands in DNS is a stranger, too.
        var byPerson = source is not (IntakeSource.Mailbox or IntakeSource.TlsPost) && kept is null;
        if (kept is null && part.MailBytes is null)
        {
            return new MailTrust(null, KnownReporters.Default, byPerson);
        }

        if (kept is null && !ProofHeaders.AnyIn(part.MailBytes!.Value.Span))
        {
            return new MailTrust(MailAuthenticator.WithoutProof(part.MailBytes.Value, time), KnownReporters.Default, byPerson);
        }

        var checks = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (kept is not null && EvidenceText.Read(kept) is { State: not AuthenticationState.Unknown } done)
        {
            return new MailTrust(done, checks.Reporters, byPerson);
        }

        if ((kept is null ? checks.Read(part) : EvidenceText.Read(kept)?.Evidence) is not { } evidence)
        {
            return new MailTrust(null, checks.Reporters, byPerson);
        }

        if (checks.MustWait(evidence))
        {
            await beforeWaiting().ConfigureAwait(false);
        }

        return new MailTrust(await checks.AuthenticateAsync(evidence, cancellationToken).ConfigureAwait(false), checks.Reporters, byPerson);
    }

    private async ValueTask<MailAuthenticator> OpenAsync(CancellationToken cancellationToken)
    {
        if (authenticator is null)
        {
            var opened = means is null ? null : await means.OpenAsync(cancellationToken).ConfigureAwait(false);
            authenticator = new MailAuthenticator(opened ?? AuthenticityMeans.Offline, MailAuthenticator.IntakePatience, time);
        }

        return authenticator;
    }
}
