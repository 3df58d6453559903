using Auditor.Core.Dns;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Authenticity;

/// <summary>What one run checks the authenticity of mails with.</summary>
/// <param name="Resolver">Asked for keys.</param>
/// <param name="Reporters">Known ones.</param>
/// <param name="TrustedAuthServId">Name of the administrator's own receiving server, whose Authentication-Results count; null for none.</param>
public sealed record AuthenticityMeans(IDnsResolver Resolver, KnownReporters Reporters, string? TrustedAuthServId = null)
{
    /// <summary>Nesting of multiparts that is followed, as <see cref="IntakeLimits.MaxMimeDepth"/>.</summary>
    public int MaxMimeDepth { get; init; } = IntakeLimits.Default.MaxMimeDepth;

    /// <summary>Without DNS: no key is known.</summary>
    public static AuthenticityMeans Offline { get; } = new(new NoDns(), KnownReporters.Default);

    private sealed class NoDns : IDnsResolver
    {
        public ValueTask<DnsOutcome> QueryAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
            ValueTask.FromResult(DnsOutcome.Without(name, type, DnsStatus.NotAsked, "There is no DNS resolver."));
    }
}

/// <summary>Gives the means of a run, as the settings in force have them.</summary>
public interface IAuthenticitySource
{
    /// <summary>The means; null where there is no DNS at all.</summary>
    ValueTask<AuthenticityMeans?> OpenAsync(CancellationToken cancellationToken);
}
