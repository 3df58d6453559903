using Auditor.Core.Dmarc;
using Auditor.Core.Findings;

namespace Auditor.Core.Auditing;

/// <summary>The DMARC part of an audit's document.</summary>
internal static class DmarcDocuments
{
    public static DmarcDocument From(DmarcFacts? dmarc) => dmarc is null
        ? new DmarcDocument { Status = RecordStatus.Unknown, Stage = PolicyStage.Unknown.ToWord() }
        : new DmarcDocument
        {
            Status = dmarc.Status,
            PolicyDomain = dmarc.PolicyDomain?.ToString(),
            OrganizationalDomain = dmarc.OrganizationalDomain?.ToString(),
            Record = dmarc.RecordText,
            Policy = dmarc.Record?.P?.ToWord(),
            SubdomainPolicy = dmarc.Record?.Sp?.ToWord(),
            NonExistentPolicy = dmarc.Record?.Np?.ToWord(),
            EffectivePolicy = dmarc.EffectivePolicy?.ToWord(),
            AppliedPolicy = dmarc.AppliedPolicy?.ToWord(),
            SubdomainEffectivePolicy = dmarc.Below.Existing?.ToWord(),
            SubdomainAppliedPolicy = dmarc.Below.ExistingApplied?.ToWord(),
            NonExistentEffectivePolicy = dmarc.Below.NonExistent?.ToWord(),
            NonExistentAppliedPolicy = dmarc.Below.NonExistentApplied?.ToWord(),
            TestMode = dmarc.TestMode,
            Stage = dmarc.Stage.ToWord(),
            Rua = [.. (dmarc.Record?.Rua ?? []).Select(u => u.Uri)],
            Ruf = [.. (dmarc.Record?.Ruf ?? []).Select(u => u.Uri)],
            Tags = [.. (dmarc.Record?.Tags ?? []).Where(t => t.Value is not null).Select(t => new TagDocument(t.Name, t.Value!))],
            Queries = [.. dmarc.Queries.Select(q => q.Name.ToString())],
            ExternalDestinations = [.. dmarc.ExternalDestinations.Select(d =>
                new ExternalDestinationDocument(d.Host.ToString(), d.QueryName?.ToString() ?? string.Empty, d.Word))],
        };
}
