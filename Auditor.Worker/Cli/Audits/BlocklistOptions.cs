using System.CommandLine;
using Auditor.Core.Auditing;
using Auditor.Core.Blocklists;
using Auditor.Core.Dns;
using Auditor.Worker.Cli.Storage;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Cli.Audits;

/// <summary>The options of <c>auditor audit</c> about blocklists.</summary>
internal sealed class BlocklistOptions
{
    private readonly Option<bool> ask = new("--blocklists") { Description = "Also ask blocklists about own addresses and the domains, as --checks blocklists does." };

    private readonly Option<string> key = new("--dqs-key") { Description = "Spamhaus' DQS key. AUDITOR__BLOCKLISTS__SPAMHAUSKEY or _FILE keep it out of the list of processes.", HelpName = "KEY" };

    private readonly Option<string> catalogue = new("--blocklist-catalogue") { Description = "A file with lists of your own, in the form of the product's dnsbl.json: they are added, or replace those of the same zone.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Options.Add(ask);
        command.Options.Add(key);
        command.Options.Add(catalogue);
    }

    /// <summary>The part that the flag adds.</summary>
    public AuditChecks Checks(ParseResult result) => result.GetValue(ask) ? AuditChecks.Blocklists : AuditChecks.None;

    /// <summary>Who asks the lists, for all domains of the run; a public resolver is warned of before anything is asked.</summary>
    /// <exception cref="UsageException">The key or the file cannot be used.</exception>
    public AskedBlocklists Create(ParseResult result, IDnsResolver resolver)
    {
        try
        {
            var configuration = new ConfigurationBuilder();
            CliDatabase.Configure(configuration);
            var lists = BlocklistConfiguration.Read(configuration.Build(), result.GetValue(catalogue), result.GetValue(key));
            var publicResolver = resolver is DnsClientResolver network ? BlocklistCheck.PublicResolverAmong(network.Servers, lists) : null;
            if (publicResolver is not null)
            {
                Console.Error.WriteLine($"auditor: warning: blocklists are asked through a public resolver ({publicResolver}), which many refuse or answer with silence. Name one of your own with --resolver.");
            }

            return new AskedBlocklists(lists, resolver, publicResolver);
        }
        catch (BlocklistCatalogueException e)
        {
            throw new UsageException($"blocklists: {e.Message}", e);
        }
    }
}

/// <summary>The lists of one run, with the resolver that only they use.</summary>
internal sealed class AskedBlocklists : IDisposable
{
    private readonly IDnsResolver resolver;
    private readonly BlocklistDesk desk;

    public AskedBlocklists(BlocklistCatalogue lists, IDnsResolver resolver, string? publicResolver)
    {
        this.resolver = resolver;
        desk = new BlocklistDesk(lists, resolver, new ProcessBlocklistMemory(TimeProvider.System), TimeProvider.System)
        {
            PublicResolver = publicResolver,
            Spacing = resolver is DnsClientResolver ? BlocklistLimits.Spacing : TimeSpan.Zero,
        };
    }

    public IBlocklistSource Source => desk;

    public void Dispose()
    {
        desk.Dispose();
        (resolver as IDisposable)?.Dispose();
    }
}
