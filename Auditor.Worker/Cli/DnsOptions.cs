using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Auditor.Core.Auditing;
using Auditor.Core.Dns;
using Auditor.Core.Dns.ZoneFiles;

namespace Auditor.Worker.Cli;

/// <summary>The options of every command that asks DNS: <c>--resolver</c>, <c>--zone</c>, <c>--timeout</c>, <c>--authoritative</c>.</summary>
internal sealed class DnsOptions
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);

    private readonly Option<DnsServerAddress[]> resolver = new("--resolver")
    {
        Description = "Ask this DNS resolver instead of the system's; repeat it for more, asked in this order when one fails. IPv6 with a port in brackets: [::1]:5353.",
        HelpName = "HOST[:PORT]",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = ReadServers,
    };

    private readonly Option<string[]> zone = new("--zone")
    {
        Description = "Answer from this zone file (RFC 1035 master format) and never from the network; repeat it for more.",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<TimeSpan> timeout = new("--timeout")
    {
        Description = "The longest that one DNS question may take with all its tries, such as 5s or 500ms.",
        HelpName = "DURATION",
        CustomParser = ReadTimeout,
        DefaultValueFactory = _ => new DnsResolverOptions().QuestionTimeout,
    };

    private readonly Option<bool> authoritative = new("--authoritative")
    {
        Description = "Ask the name servers of each zone themselves, past every cache: for 'I mended it, look now'.",
    };

    private readonly Option<int?> privateServers = new("--private-authorities")
    {
        Description = "Ask name servers with private addresses too, for zones inside of a network; on this port instead of 53 when one is given.",
        HelpName = "PORT",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = ReadPort,
    };

    private readonly Option<bool> trustAd = new("--trust-ad")
    {
        Description = "Believe what a resolver on another machine says about DNSSEC, although anyone on the way could forge it; shown as 'claimed'.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(authoritative);
        command.Options.Add(privateServers);
        command.Options.Add(resolver);
        command.Options.Add(zone);
        command.Options.Add(timeout);
    }

    /// <summary>Adds the options of a command that looks at DNSSEC as well.</summary>
    public void AddWithDnssecTo(Command command)
    {
        AddTo(command);
        command.Options.Add(trustAd);
    }

    /// <summary>The resolver that the options describe; warnings go to stderr.</summary>
    /// <exception cref="UsageException">A zone file cannot be read, or no resolver can be found.</exception>
    public IDnsResolver Create(ParseResult result) =>
        result.GetValue(authoritative) ? CreateMeans(result).Resolver : CreateResolver(result);

    /// <summary>All that the options describe: the resolver, who asks name servers, who validates. Zone files have neither of the two.</summary>
    /// <exception cref="UsageException">A zone file cannot be read, or no resolver can be found.</exception>
    public AuditMeans CreateMeans(ParseResult result)
    {
        var found = CreateResolver(result);
        var means = new AuditMeans(found, TimeProvider.System);
        if (found is not DnsClientResolver network)
        {
            return means;
        }

        var port = result.GetValue(privateServers);
        var authorities = new NetworkAuthorities(
            new AuthorityOptions { AllowPrivate = result.GetResult(privateServers) is { Implicit: false }, Port = port ?? DnsServerAddress.DefaultPort }, TimeProvider.System);
        var isTrusted = result.CommandResult.Command.Options.Contains(trustAd) && result.GetValue(trustAd);
        return means with
        {
            Resolver = result.GetValue(authoritative) ? new AuthoritativeResolver(new CachingResolver(network, TimeProvider.System), authorities) : network,
            Authorities = authorities,
            Validator = new ResolverValidator(network.Servers, isTrusted, ResolverValidator.DefaultTryTimeout),
        };
    }

    private IDnsResolver CreateResolver(ParseResult result)
    {
        var servers = result.GetValue(resolver) ?? [];
        if (result.GetValue(zone) is { Length: > 0 } files)
        {
            if (servers.Length > 0)
            {
                Warn("--resolver is not used, because --zone answers without the network.");
            }

            if (result.GetValue(authoritative))
            {
                Warn("--authoritative is not used, because --zone answers without the network.");
            }

            try
            {
                return ZoneFileResolver.Load(files, Warn);
            }
            catch (ZoneFileException e)
            {
                throw new UsageException(e.Message, e);
            }
        }

        return OfNetwork(result, oneTry: false);
    }

    /// <summary>A resolver that asks every question once, for servers that count them; zone files stay what they are.</summary>
    /// <exception cref="UsageException">No resolver can be found.</exception>
    public IDnsResolver CreateOneTry(ParseResult result, IDnsResolver other) => other is ZoneFileResolver ? other : OfNetwork(result, oneTry: true);

    private DnsClientResolver OfNetwork(ParseResult result, bool oneTry)
    {
        var endPoints = (result.GetValue(resolver) ?? []).SelectMany(EndPoints).ToArray();
        if (endPoints.Length == 0 && DnsClientResolver.SystemServers().Count == 0)
        {
            throw new UsageException("The system names no DNS resolver (/etc/resolv.conf). Name one with --resolver HOST[:PORT].");
        }

        return new DnsClientResolver(new DnsResolverOptions { Servers = endPoints, QuestionTimeout = result.GetValue(timeout), OneTry = oneTry }, TimeProvider.System);
    }

    private static IReadOnlyList<IPEndPoint> EndPoints(DnsServerAddress server)
    {
        try
        {
            return server.Resolve();
        }
        catch (SocketException e)
        {
            throw new UsageException($"--resolver {server}: the system cannot resolve the host name ({e.SocketErrorCode}). Give its address.", e);
        }
    }

    private static DnsServerAddress[] ReadServers(ArgumentResult result)
    {
        var servers = new List<DnsServerAddress>();
        foreach (var token in result.Tokens)
        {
            if (DnsServerAddress.TryParse(token.Value, out var server, out var error))
            {
                servers.Add(server);
            }
            else
            {
                result.AddError($"--resolver: {error} Write it as HOST, HOST:PORT or [IPv6]:PORT.");
            }
        }

        return [.. servers];
    }

    private static int? ReadPort(ArgumentResult result)
    {
        if (result.Tokens.Count == 0)
        {
            return null;
        }

        if (int.TryParse(result.Tokens[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535)
        {
            return port;
        }

        result.AddError($"--private-authorities: '{result.Tokens[^1].Value}' is no port from 1 to 65535.");
        return null;
    }

    private static TimeSpan ReadTimeout(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (Duration.TryParse(text, out var duration) && duration >= ShortestTimeout && duration <= LongestTimeout)
        {
            return duration;
        }

        result.AddError($"--timeout: '{text}' is no duration from 100ms to 60s. Write it as 5s or 500ms.");
        return default;
    }

    private static void Warn(string message) => Console.Error.WriteLine($"auditor: warning: {message}");
}
