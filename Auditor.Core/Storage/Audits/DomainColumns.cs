using Auditor.Core.Auditing;
using Auditor.Core.Findings;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Audits;

/// <summary>Copies what lists show from an audit to its domain.</summary>
internal static class DomainColumns
{
    /// <summary>An audit without a score marks what is known as stale and changes nothing else. Findings whose risk somebody accepted are not counted.</summary>
    public static void Apply(MonitoredDomain domain, StoredAudit stored, AuditDocument audit, IReadOnlyCollection<DomainFinding> accepted)
    {
        domain.LastAuditAt = stored.AuditedAt;
        domain.LastAuditId = stored.Id;
        domain.GateAt = null;
        domain.ScoreIsStale = stored.Score is null || !audit.Stale.IsEmpty;
        if (stored.Score is null)
        {
            return;
        }

        if (domain.ScoredAt != stored.AuditedAt)
        {
            domain.PreviousScore = domain.Score;
        }

        domain.Score = stored.Score;
        domain.Grade = stored.Grade;
        domain.ScoredAt = stored.AuditedAt;
        domain.Purpose = audit.Purpose;
        domain.Stage = audit.Dmarc.Stage;
        domain.AppliedPolicy = audit.Dmarc.AppliedPolicy;
        domain.PolicyDomain = audit.Dmarc.PolicyDomain;
        domain.SpfLookups = audit.Spf.Status == RecordStatus.Found ? audit.Spf.Lookups : null;
        domain.ErrorCount = stored.ErrorCount - accepted.Count(f => f.Severity == Severity.Error);
        domain.WarningCount = stored.WarningCount - accepted.Count(f => f.Severity == Severity.Warning);
        domain.AdviceCount = stored.AdviceCount - accepted.Count(f => f.Severity == Severity.Advice);
        ApplyWeakestKey(domain, audit);
    }

    // Bits compare within RSA only: Ed25519 keys have 256 and are strong. A selector that DNS could not tell keeps what is known.
    private static void ApplyWeakestKey(MonitoredDomain domain, AuditDocument audit)
    {
        var weakest = audit.Dkim
            .Where(key => key is { Bits: not null, Revoked: false })
            .OrderBy(key => key.KeyType == "rsa" ? 0 : 1)
            .ThenBy(key => key.Bits)
            .FirstOrDefault();
        if (weakest is not null || audit.Dkim.All(key => key.Status != RecordStatus.Unknown))
        {
            domain.WeakestKeyBits = weakest?.Bits;
            domain.WeakestKeyType = weakest?.KeyType;
        }
    }
}
