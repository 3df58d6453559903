using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Auditor.Web.Hosting;

/// <summary>Where the product listens: loopback only unless the operator says otherwise.</summary>
internal static class ListenAddress
{
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>Listens on <see cref="Default"/> unless `urls` (ASPNETCORE_URLS, --urls), its port-only forms or a Kestrel section is set.</summary>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (string.IsNullOrEmpty(configuration["urls"]) && string.IsNullOrEmpty(configuration["http_ports"])
            && string.IsNullOrEmpty(configuration["https_ports"]) && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(Default);
        }
    }

    /// <summary>The one line for a start that failed because the address cannot be had; null when the cause is another.</summary>
    public static string? Explain(Exception exception, IConfiguration configuration)
    {
        var urls = configuration["urls"] is { Length: > 0 } set ? set : Default;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return $"{urls} is in use by another program. Stop it, or choose another address with --urls http://127.0.0.1:PORT (or ASPNETCORE_URLS).";
                case SocketException { SocketErrorCode: SocketError.AccessDenied }:
                    return $"{urls} may not be opened by this user. Choose a port above 1023 with --urls http://127.0.0.1:PORT (or ASPNETCORE_URLS).";
                case SocketException { SocketErrorCode: SocketError.AddressNotAvailable }:
                    return $"{urls} is no address of this machine. Choose one with --urls http://ADDRESS:PORT (or ASPNETCORE_URLS).";
                default:
                    continue;
            }
        }

        return null;
    }
}
