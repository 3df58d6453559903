using Auditor.Core.Advice;
using Auditor.Core.Bimi;
using Auditor.Core.Dkim;

namespace Auditor.Core.Storage.Queries;

/// <summary>The figures by which people are told or advised something. None of them feeds a score.</summary>
public sealed record Thresholds
{
    /// <summary>What counts where nobody says otherwise.</summary>
    public static Thresholds Default { get; } = new();

    /// <summary>What a step of the policy waits for.</summary>
    public GateThresholds Gate { get; init; } = GateThresholds.Default;

    /// <summary>From when a key is due or unused.</summary>
    public KeyThresholds Keys { get; init; } = KeyThresholds.Default;

    /// <summary>From when a share is said to have moved after a change.</summary>
    public EffectThresholds Effects { get; init; } = EffectThresholds.Default;

    /// <summary>Days before the end of a mark certificate from which on audits advise to renew it.</summary>
    public int BimiRenewalDays { get; init; } = BimiFacts.UsualRenewalDays;

    /// <summary>Days without a report after which a domain that got some is silent.</summary>
    public int DomainSilentDays { get; init; } = 3;

    /// <summary>Usual gaps between two reports after which a reporter, or a mailbox, is silent.</summary>
    public int SilentGaps { get; init; } = 3;

    /// <summary>Receivers send a day after the record was published; a new mailbox without reports for more days than this has something wrong.</summary>
    public int MailboxFirstDays { get; init; } = 3;

    /// <summary>Percent of the quota from which on a mailbox is nearly full: a full one refuses reports.</summary>
    public int MailboxFullPercent { get; init; } = 90;

    /// <summary>Polls in a row that must fail before a notice tells: one or two are the net's matter.</summary>
    public int FailedPolls { get; init; } = 3;

    /// <summary>Days after a domain's first report in which it is still being learnt: a source that appears then is no news.</summary>
    public int LearningDays { get; init; } = 7;
}

/// <summary>Says which thresholds are in force.</summary>
public interface IThresholds
{
    /// <summary>The thresholds in force.</summary>
    ValueTask<Thresholds> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The defaults: what counts where no settings are.</summary>
public sealed class DefaultThresholds : IThresholds
{
    /// <inheritdoc />
    public ValueTask<Thresholds> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Thresholds.Default);
}

/// <summary>The thresholds, or the defaults where nobody says.</summary>
internal static class ThresholdsReading
{
    public static ValueTask<Thresholds> OfAsync(this IThresholds? thresholds, CancellationToken cancellationToken) =>
        thresholds?.ReadAsync(cancellationToken) ?? ValueTask.FromResult(Thresholds.Default);
}
