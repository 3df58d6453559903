using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Auditor.Web.Hosting;

/// <summary>Section `Web`: the reverse proxy in front of us, if any.</summary>
internal sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>The path under which the proxy serves us, for example /auditor; empty for the root.</summary>
    public string PathBase { get; set; } = "";

    /// <summary>Addresses or networks (CIDR) of proxies whose X-Forwarded-For, -Proto and -Host are believed; empty believes nobody but loopback.</summary>
    public IList<string> KnownProxies { get; } = [];

    /// <summary>Reads the section.</summary>
    /// <exception cref="OptionsValidationException">A value cannot be used; each failure names its key.</exception>
    public static WebOptions Read(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<WebOptions>() ?? new WebOptions();
        return options.Mistakes().ToList() is { Count: > 0 } mistakes ? throw new OptionsValidationException(Section, typeof(WebOptions), mistakes) : options;
    }

    /// <summary>Every mistake in one list, each naming its key.</summary>
    private IEnumerable<string> Mistakes()
    {
        if (PathBase.Length > 0 && (PathBase[0] != '/' || PathBase[^1] == '/'))
        {
            yield return $"Web:PathBase is '{PathBase}'; it must start with a slash and not end with one, for example /auditor.";
        }

        for (var i = 0; i < KnownProxies.Count; i++)
        {
            if (!IPAddress.TryParse(KnownProxies[i], out _) && !System.Net.IPNetwork.TryParse(KnownProxies[i], out _))
            {
                yield return $"Web:KnownProxies:{i} is '{KnownProxies[i]}'; it must be an address or a network such as 10.0.0.0/8.";
            }
        }
    }

    /// <summary>The middleware's options.</summary>
    public ForwardedHeadersOptions ToForwardedHeaders()
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
        };
        foreach (var text in KnownProxies)
        {
            if (IPAddress.TryParse(text, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(text));
            }
        }

        return options;
    }
}
