using System.Net.NetworkInformation;
using System.Security.Cryptography.X509Certificates;
using Auditor.Core.Dns;

namespace Auditor.Worker.Smtp;

/// <summary>How the SMTP probe behaves. What is internal serves tests.</summary>
public sealed class SmtpProbeOptions
{
    /// <summary>The name that the probe gives in EHLO.</summary>
    public string EhloName { get; init; } = OwnName();

    /// <summary>The whole probe of one host, connecting included.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    internal int Port { get; init; } = 25;

    /// <summary>Lets the probe connect to loopback and other addresses that the Internet does not route.</summary>
    internal bool AllowPrivate { get; init; }

    /// <summary>Authorities to trust in place of the system's; empty for the system's.</summary>
    internal X509Certificate2Collection Authorities { get; init; } = [];

    // Receivers refuse a name that is no full host name; without one an address literal is what RFC 5321 4.1.4 asks for.
    private static string OwnName()
    {
        var properties = IPGlobalProperties.GetIPGlobalProperties();
        var name = $"{properties.HostName}.{properties.DomainName}".TrimEnd('.');
        return DomainName.TryParse(name, out var host) && host.IsHostName ? host.Value : "[127.0.0.1]";
    }
}
