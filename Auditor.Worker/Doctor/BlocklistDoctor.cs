using System.Net;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;

namespace Auditor.Worker.Doctor;

/// <summary>Whether the lists that receivers act on most answer through a resolver: only their test points are asked (RFC 5782 5).</summary>
internal static class BlocklistDoctor
{
    public const string Area = "blocklists";

    /// <summary>Asks the test points of every heavy list, each once.</summary>
    public static async Task<DoctorCheck> CheckAsync(IPEndPoint server, BlocklistCatalogue catalogue, TimeProvider time, CancellationToken cancellationToken)
    {
        using var resolver = new DnsClientResolver(new DnsResolverOptions { Servers = [server], OneTry = true }, time);
        var heavy = catalogue.Asked.Where(z => z.Weight == BlocklistWeight.High)
            .Select(z => BlocklistCheck.TestAsync(z, z.Takes(SubjectKind.Ipv4) ? SubjectKind.Ipv4 : SubjectKind.Domain, resolver, cancellationToken));
        return Judge(server.ToString(), await Task.WhenAll(heavy).ConfigureAwait(false));
    }

    /// <summary>One check of all of them: what does not answer is named with its reason.</summary>
    public static DoctorCheck Judge(string resolver, IReadOnlyCollection<ZoneTest> tests)
    {
        var silent = tests.Where(t => !t.IsUsable).ToList();
        return silent.Count == 0
            ? DoctorCheck.Ok(Area, resolver, $"The {tests.Count} lists that matter most answer, and their test points are as they must be.")
            : DoctorCheck.Warning(
                Area,
                resolver,
                $"{silent.Count} of the {tests.Count} lists that matter most cannot be used: {string.Join(' ', silent.Select(t => $"{t.Zone.Name}: {t.Detail}"))}",
                "Ask lists through a resolver of your own, register its address where a list wants that, or set Blocklists:SpamhausKey. Until then they are shown as errors, never as clean.");
    }
}
