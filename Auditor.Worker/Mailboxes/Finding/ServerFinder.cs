using Auditor.Core.Dns;
using Auditor.Core.Storage.Entities;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Mailboxes.Finding;

/// <summary>
/// Finds the IMAP server of an e-mail address: by what its domain names (SRV, RFC 6186), by the provider that its mail goes to, and by usual names. Only DNS is asked, and no
/// server is connected to. What DNS did not answer is said to be unknown.
/// </summary>
public sealed class ServerFinder(ResolverSource resolvers, SettingsReader settings, TimeProvider time)
{
    /// <summary>What somebody who waits for it is ready to wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Servers offered to choose from, at most.</summary>
    private const int MaxServers = 4;

    /// <summary>Mail hosts that are looked up among the providers, at most.</summary>
    private const int MaxExchangers = 10;

    private static readonly (string Label, MailboxSecurity Security)[] Services = [("_imaps._tcp", MailboxSecurity.Tls), ("_imap._tcp", MailboxSecurity.StartTls)];

    private static readonly string[] UsualNames = ["imap", "mail"];

    /// <summary>Searches. Trouble with DNS is an answer, never an exception.</summary>
    /// <param name="address">The e-mail address.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<ServerSearch> FindAsync(string address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var at = address.LastIndexOf('@');
        if (at < 1 || !DomainName.TryParse(address[(at + 1)..].Trim(), out var domain) || domain.LabelCount < 2)
        {
            return new ServerSearch([], ["Type the whole e-mail address as the user, such as reports@example.com: its domain is what is asked for."]);
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var source = resolvers(await settings.ReadAsync(either.Token).ConfigureAwait(false));
            using var kept = source as IDisposable;
            using var validator = source is DnsClientResolver network ? new ResolverValidator(network.Servers, trustsPath: false, ResolverValidator.DefaultTryTimeout) : null;
            return await new Search(source, validator, domain).RunAsync(either.Token).ConfigureAwait(false);
        }
        catch (InvalidOperationException e)
        {
            return new ServerSearch([], [e.Message]);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServerSearch([], [$"DNS did not answer about {domain} within {Patience.TotalSeconds:0} seconds: whether it names a server is unknown."]);
        }
    }

    private sealed class Search(IDnsResolver resolver, IDnssecValidator? validator, DomainName domain)
    {
        private readonly List<string> remarks = [];
        private bool isUnknown;
        private int refusals;

        // The first evidence that names a server ends the search: what is weaker could only contradict it.
        public async Task<ServerSearch> RunAsync(CancellationToken cancellationToken)
        {
            var servers = await ByServiceAsync(cancellationToken).ConfigureAwait(false);
            if (refusals == Services.Length || (servers.Count == 0 && await ByProviderAsync(servers, cancellationToken).ConfigureAwait(false)))
            {
                return new ServerSearch([.. servers], [.. remarks]);
            }

            if (servers.Count == 0)
            {
                await ByNameAsync(servers, cancellationToken).ConfigureAwait(false);
            }

            if (servers.Count == 0 && !isUnknown)
            {
                remarks.Add($"DNS names no IMAP server of {domain}: there is no SRV record, its mail goes to no provider that is known here, and there is neither imap.{domain} nor mail.{domain}. Ask whoever runs the mailbox.");
            }

            return new ServerSearch([.. servers], [.. remarks]);
        }

        private async Task<List<FoundServer>> ByServiceAsync(CancellationToken cancellationToken)
        {
            var found = new List<FoundServer>();
            foreach (var (label, security) in Services)
            {
                if (!domain.TryPrepend(label, out var name))
                {
                    continue;
                }

                var outcome = await resolver.QueryAsync(name, DnsRecordType.Srv, cancellationToken).ConfigureAwait(false);
                if (outcome.IsUnknown)
                {
                    NoteUnknown(outcome, "whether it names a server is unknown");
                    continue;
                }

                var records = outcome.Records.OfType<SrvRecord>().ToList();
                if (records.Count > 0 && records.TrueForAll(r => r.Target.IsRoot))
                {
                    refusals++;
                    remarks.Add($"{domain} says in the SRV record of {name} that it does not offer this service (RFC 6186 3.4).");
                    continue;
                }

                // Lower priority first, then the heavier (RFC 2782); a weighted draw would fill in another server each time.
                var usable = records.Where(r => !r.Target.IsRoot && r.Target.IsHostName && r.Port > 0).OrderBy(r => r.Priority).ThenByDescending(r => r.Weight).Take(MaxServers - found.Count).ToList();
                var validation = usable.Count == 0 ? Validation.Unknown : await ValidateAsync(name, DnsRecordType.Srv, cancellationToken).ConfigureAwait(false);
                found.AddRange(usable.Select(r => new FoundServer(
                    r.Target.Value, r.Port, security, ServerEvidence.Service, $"{domain} names it itself: {name} SRV {r.Data}.", validation, !r.Target.IsAtOrBelow(domain) || validation == Validation.Bogus)));
            }

            return found;
        }

        // True when a provider was met, be it one without IMAP.
        private async Task<bool> ByProviderAsync(List<FoundServer> servers, CancellationToken cancellationToken)
        {
            var outcome = await resolver.QueryAsync(domain, DnsRecordType.Mx, cancellationToken).ConfigureAwait(false);
            if (outcome.IsUnknown)
            {
                NoteUnknown(outcome, "which provider its mail goes to is unknown");
                return false;
            }

            foreach (var record in outcome.Records.OfType<MxRecord>().OrderBy(r => r.Preference).Take(MaxExchangers))
            {
                if (MailProvider.Of(record.Exchange) is not { } provider)
                {
                    continue;
                }

                if (provider.Host is not null)
                {
                    var validation = await ValidateAsync(domain, DnsRecordType.Mx, cancellationToken).ConfigureAwait(false);
                    servers.Add(new FoundServer(provider.Host, 993, MailboxSecurity.Tls, ServerEvidence.Provider, $"The mail of {domain} goes to {provider.Name} (MX {record.Data}), and this is its IMAP server.", validation, validation == Validation.Bogus));
                }

                if (provider.Remark is { } remark)
                {
                    remarks.Add(remark);
                }

                return true;
            }

            return false;
        }

        private async Task ByNameAsync(List<FoundServer> servers, CancellationToken cancellationToken)
        {
            foreach (var label in UsualNames)
            {
                if (!domain.TryPrepend(label, out var name))
                {
                    continue;
                }

                foreach (var type in new[] { DnsRecordType.A, DnsRecordType.Aaaa })
                {
                    var outcome = await resolver.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
                    if (outcome.IsUnknown)
                    {
                        NoteUnknown(outcome, "whether there is such a host is unknown");
                    }
                    else if (outcome.Addresses.FirstOrDefault() is { } address)
                    {
                        var validation = await ValidateAsync(name, type, cancellationToken).ConfigureAwait(false);
                        servers.Add(new FoundServer(name.Value, 993, MailboxSecurity.Tls, ServerEvidence.Name, $"The host has an address ({address}); whether it is an IMAP server, the test of the connection tells.", validation, validation == Validation.Bogus));
                        break;
                    }
                }
            }
        }

        private void NoteUnknown(DnsOutcome outcome, string consequence)
        {
            isUnknown = true;
            var remark = $"DNS gave no answer about {outcome.Name} {outcome.Type.ToString().ToUpperInvariant()} ({outcome.Status}): {consequence}.";
            if (!remarks.Contains(remark))
            {
                remarks.Add(remark);
            }
        }

        private async Task<Validation> ValidateAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken) =>
            validator is null ? Validation.Indeterminate : await validator.ValidateAsync(name, type, cancellationToken).ConfigureAwait(false);
    }
}
