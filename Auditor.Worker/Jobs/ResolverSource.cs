using System.Net;
using System.Net.Sockets;
using Auditor.Core.Dns;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>Makes the resolver of one pass of audits. The demo registers one that answers from zone files.</summary>
public delegate IDnsResolver ResolverSource(WorkerSettings settings);

/// <summary>The resolver of the settings and the configuration.</summary>
internal static class ConfiguredResolver
{
    /// <exception cref="InvalidOperationException">There is no resolver; the message is one line for the user.</exception>
    public static IDnsResolver Create(IConfiguration configuration, WorkerSettings settings, TimeProvider time, ILogger logger)
    {
        var files = ZoneFiles(configuration);
        return files.Count == 0 ? OfNetwork(settings, time) : ZoneFileResolver.Load(files, warning => logger.LogWarning("Dns:ZoneFiles: {Warning}", warning));
    }

    private static List<string> ZoneFiles(IConfiguration configuration)
    {
        var section = configuration.GetSection(SettingCatalogue.DnsZoneFiles);
        var listed = section.GetChildren().Select(c => c.Value).OfType<string>();
        return [.. (section.Value?.Split(',') ?? []).Concat(listed).Select(f => f.Trim()).Where(f => f.Length > 0)];
    }

    private static DnsClientResolver OfNetwork(WorkerSettings settings, TimeProvider time)
    {
        var servers = settings.Resolvers.SelectMany(EndPoints).ToArray();
        return servers.Length == 0 && DnsClientResolver.SystemServers().Count == 0
            ? throw new InvalidOperationException("The system names no DNS resolver (/etc/resolv.conf). Name one in Settings, or with Dns:Resolvers.")
            : new DnsClientResolver(new DnsResolverOptions { Servers = servers, QuestionTimeout = settings.DnsTimeout, OneTry = settings.OneTry }, time);
    }

    private static IReadOnlyList<IPEndPoint> EndPoints(string text)
    {
        if (!DnsServerAddress.TryParse(text, out var server, out var error))
        {
            throw new InvalidOperationException($"Dns:Resolvers: {error}");
        }

        try
        {
            return server.Resolve();
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException($"Dns:Resolvers: the system cannot resolve the host name {server} ({e.SocketErrorCode}). Give its address.", e);
        }
    }
}
