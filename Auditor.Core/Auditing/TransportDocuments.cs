using Auditor.Core.Transport;

namespace Auditor.Core.Auditing;

/// <summary>The transport part of an audit's document.</summary>
internal static class TransportDocuments
{
    private const int PatternsKept = 100;

    public static TransportDocument From(TransportFacts? transport) => transport is null
        ? new TransportDocument()
        : new TransportDocument { MtaSts = MtaSts(transport), TlsRpt = TlsRpt(transport.TlsRpt) };

    private static MtaStsDocument MtaSts(TransportFacts transport)
    {
        var (sts, policy) = (transport.MtaSts, transport.MtaSts.ServedPolicy);
        return new MtaStsDocument
        {
            Status = sts.Status,
            Record = sts.RecordText,
            Id = sts.Record?.PolicyId,
            Alias = sts.Answer is { Aliases: [.., var alias] } ? alias.Value : null,
            Policy = new MtaStsPolicyDocument
            {
                Status = FetchDocuments.Word(sts.PolicyAnswer, sts.Policy is not null),
                Mode = policy?.Mode,
                MaxAge = policy?.MaxAgeSeconds,
                Mx = [.. (policy?.Mx ?? []).Take(PatternsKept)],
                UnlistedHosts = [.. transport.UnlistedHosts.Select(h => h.Value)],
                Fetch = FetchDocuments.From(sts.PolicyAnswer),
            },
        };
    }

    private static TlsRptDocument TlsRpt(TlsRptFacts tls) => new()
    {
        Status = tls.Status,
        Record = tls.RecordText,
        Alias = tls.Answer is { Aliases: [.., var alias] } ? alias.Value : null,
        Rua = tls.Record?.Rua ?? [],
    };
}
