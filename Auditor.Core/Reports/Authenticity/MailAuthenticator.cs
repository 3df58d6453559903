using Auditor.Core.Dns;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>Verifies the DKIM signatures of report mails ourselves (RFC 9990 3.5.2 has them pass DMARC aligned), for one run. Not for several threads at once.</summary>
public sealed class MailAuthenticator
{
    /// <summary>What a run of the intake waits for DNS, all questions together.</summary>
    public static readonly TimeSpan IntakePatience = TimeSpan.FromSeconds(2);

    private readonly AuthenticityMeans means;
    private readonly TimeProvider time;
    private readonly KeyMemory keys;
    private (ReadOnlyMemory<byte> Mail, MailEvidence Evidence)? last;

    /// <summary>An authenticator for a run.</summary>
    /// <param name="means">Resolver and settings.</param>
    /// <param name="patience">What it waits for DNS in all.</param>
    /// <param name="time">The clock.</param>
    public MailAuthenticator(AuthenticityMeans means, TimeSpan patience, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(means);
        this.means = means;
        this.time = time;
        keys = new KeyMemory(means.Resolver, patience, time);
    }

    /// <summary>The reporters that the run knows.</summary>
    public KnownReporters Reporters => means.Reporters;

    /// <summary>The evidence of the mail around a part; null outside mails.</summary>
    public MailEvidence? Read(ReportPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.MailBytes is not { IsEmpty: false } mail)
        {
            return null;
        }

        if (last is not { } seen || !seen.Mail.Equals(mail))
        {
            last = (mail, MailEvidenceReader.Read(mail, means.TrustedAuthServId, means.MaxMimeDepth, time.GetUtcNow()));
        }

        return last.Value.Evidence;
    }

    /// <summary>What a mail without <see cref="ProofHeaders"/> comes to; it needs neither settings nor DNS.</summary>
    internal static MailAuthentication WithoutProof(ReadOnlyMemory<byte> mail, TimeProvider time)
    {
        var evidence = MailEvidenceReader.Read(mail, null, IntakeLimits.Default.MaxMimeDepth, time.GetUtcNow());
        return new MailAuthentication(AuthenticationState.Failed, evidence.Failure ?? TrustReason.NoSignature, evidence);
    }

    /// <summary>True when the network will have to be waited for.</summary>
    public bool MustWait(MailEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return evidence.Signatures.Any(s => NameOf(s) is { } name && !keys.IsAtHand(name));
    }

    /// <summary>Checks the signatures. A key that DNS fails for never makes a mail fail.</summary>
    public async ValueTask<MailAuthentication> AuthenticateAsync(MailEvidence evidence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var failure = evidence.Failure;
        var isUnknown = false;
        foreach (var signature in evidence.Signatures)
        {
            if (NameOf(signature) is not { } name)
            {
                failure = TrustReason.KeyMissing;
                continue;
            }

            var outcome = await keys.AskAsync(name, cancellationToken).ConfigureAwait(false);
            if (outcome.IsUnknown)
            {
                isUnknown = true;
                continue;
            }

            var texts = outcome.Texts.ToList();
            var reason = texts.Count == 0 ? TrustReason.KeyMissing : texts.Count > 1 ? TrustReason.KeyUnusable : SigningKey.Check(texts[0], signature);
            if (reason is null)
            {
                return new MailAuthentication(AuthenticationState.Passed, null, evidence);
            }

            failure = reason;
        }

        return evidence.VouchedFor is not null ? new MailAuthentication(AuthenticationState.Passed, TrustReason.ByReceiver, evidence)
            : isUnknown ? new MailAuthentication(AuthenticationState.Unknown, TrustReason.KeyUnknown, evidence)
            : new MailAuthentication(AuthenticationState.Failed, failure ?? TrustReason.NoSignature, evidence);
    }

    private static DomainName? NameOf(SignatureEvidence signature) =>
        DomainName.TryParse($"{signature.Selector}._domainkey.{signature.Domain}", out var name) ? name : null;
}
