using System.Net;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Doctor;

/// <summary>Asks resolvers what shows whether they are fit for auditing, and whether the lists that matter most answer through them.</summary>
public sealed class ResolverChecks(IConfiguration configuration, ProbeQuestions questions, TimeProvider time)
{
    private const string Area = "resolver";

    /// <summary>Looks at each; whatever it does is a check.</summary>
    /// <param name="names">As the settings have them; empty for those of the system.</param>
    /// <param name="asksLists">Whether lists are asked at all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<DoctorCheck>> RunAsync(IReadOnlyList<string> names, bool asksLists, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        var (servers, problems) = Servers(names);
        if (servers.Count == 0 && problems.Count == 0)
        {
            return [DoctorCheck.Failed(Area, "resolvers", "The system names no DNS resolver (/etc/resolv.conf).", "Name one in Dns:Resolvers.")];
        }

        var facts = await Task.WhenAll(servers.Select(s => new ResolverProbe(s, questions, time).RunAsync(cancellationToken))).ConfigureAwait(false);
        var answering = facts.Where(f => f.Answered > 0).Select(f => f.Server).ToList();
        return [.. problems, .. facts.SelectMany(ResolverDoctor.Judge), .. await ListsAsync(answering, asksLists, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>The check that stands in for all where zone files answer instead of resolvers; null where resolvers do.</summary>
    public DoctorCheck? Replaced() => configuration.GetSection(SettingCatalogue.DnsZoneFiles).AsEnumerable().Any(p => !string.IsNullOrWhiteSpace(p.Value))
        ? DoctorCheck.Skipped(Area, "resolvers", "Dns:ZoneFiles answers instead of the network.")
        : null;

    private async Task<IReadOnlyList<DoctorCheck>> ListsAsync(List<IPEndPoint> servers, bool asksLists, CancellationToken cancellationToken)
    {
        if (!asksLists)
        {
            return [DoctorCheck.Skipped(BlocklistDoctor.Area, "lists", $"{SettingCatalogue.Blocklists} is false: no list is asked.")];
        }

        try
        {
            var catalogue = BlocklistConfiguration.Read(configuration);
            return await Task.WhenAll(servers.Select(s => BlocklistDoctor.CheckAsync(s, catalogue, time, cancellationToken))).ConfigureAwait(false);
        }
        catch (BlocklistCatalogueException e)
        {
            return [DoctorCheck.Skipped(BlocklistDoctor.Area, "lists", e.Message)];
        }
    }

    private static (IReadOnlyList<IPEndPoint> Servers, List<DoctorCheck> Problems) Servers(IReadOnlyList<string> names)
    {
        var (servers, problems) = (new List<IPEndPoint>(), new List<DoctorCheck>());
        foreach (var name in names)
        {
            try
            {
                if (DnsServerAddress.TryParse(name, out var address, out var error))
                {
                    servers.AddRange(address.Resolve());
                }
                else
                {
                    problems.Add(DoctorCheck.Failed(Area, name, error, "Write it as HOST, HOST:PORT or [IPv6]:PORT."));
                }
            }
            catch (System.Net.Sockets.SocketException e)
            {
                problems.Add(DoctorCheck.Failed(Area, name, $"The system cannot resolve the host name ({e.SocketErrorCode}).", "Give its address."));
            }
        }

        return (names.Count == 0 ? DnsClientResolver.SystemServers() : servers, problems);
    }
}
