using System.Collections.Immutable;
using Auditor.Core.Auditing;

namespace Auditor.Core.Storage.Audits;

/// <summary>What saving an audit came to.</summary>
/// <param name="AuditId">The stored audit.</param>
/// <param name="DomainId">Its domain.</param>
/// <param name="IsFirst">True for the domain's first audit: there is nothing to compare with.</param>
/// <param name="Changes">Record sets that differ from the last answers known.</param>
public sealed record SavedAudit(long AuditId, int DomainId, bool IsFirst, ImmutableArray<RecordChange> Changes);
