using Auditor.Core.Bimi;

namespace Auditor.Core.Auditing;

/// <summary>The BIMI part of an audit's document.</summary>
internal static class BimiDocuments
{
    public static BimiDocument From(BimiFacts? bimi, DomainFacts facts) => bimi is null
        ? new BimiDocument()
        : new BimiDocument
        {
            Status = bimi.Status,
            Record = bimi.Record is null ? null : string.Join('\n', bimi.RecordAnswer!.Texts),
            RecordDomain = bimi.RecordDomain?.Value,
            Declined = bimi.IsDeclined,
            Eligible = facts.IsDmarcKnown ? facts.BimiObstacle is null : null,
            Logo = string.IsNullOrEmpty(bimi.Record?.Location) ? null : Logo(bimi, bimi.Record.Location),
            Certificate = string.IsNullOrEmpty(bimi.Record?.Evidence) ? null : Certificate(bimi, bimi.Record.Evidence),
        };

    private static BimiLogoDocument Logo(BimiFacts bimi, string address) => new()
    {
        Address = address,
        Status = FetchDocuments.Word(bimi.LogoAnswer, bimi.Logo?.IsValid == true),
        Title = bimi.Logo?.Title,
        Bytes = bimi.Logo?.Bytes,
        Fetch = FetchDocuments.From(bimi.LogoAnswer),
    };

    private static MarkCertificateDocument Certificate(BimiFacts bimi, string address)
    {
        var certificate = bimi.Certificate;
        return new MarkCertificateDocument
        {
            Address = address,
            Status = FetchDocuments.Word(bimi.EvidenceAnswer, certificate?.IsValid == true),
            Subject = certificate?.Subject,
            Issuer = certificate?.Issuer,
            NotAfter = certificate?.NotAfter?.ToUniversalTime(),
            Names = certificate?.Names ?? [],
            MarkType = certificate?.MarkType,
            SameLogo = bimi.Logo is null || certificate?.Logo is null ? null : !bimi.LogosDiffer,
            Fetch = FetchDocuments.From(bimi.EvidenceAnswer),
        };
    }
}
