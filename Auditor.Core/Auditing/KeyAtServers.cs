using System.Collections.Immutable;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Dns.PublicSuffix;
using Auditor.Core.Zone;

namespace Auditor.Core.Auditing;

/// <summary>What one name server has at the name of a DKIM key.</summary>
public enum KeyAtServer
{
    /// <summary>The key that was looked for, alone.</summary>
    Same,

    /// <summary>Another record, an alias, or several.</summary>
    Other,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>It gave no answer that counts: nothing is known.</summary>
    NoAnswer,
}

/// <summary>One address of a name server.</summary>
/// <param name="Host">The server's name.</param>
/// <param name="Address">Its address; null for a name without any.</param>
/// <param name="State">What it has.</param>
/// <param name="Detail">What it has instead, or why nothing is known; null where the state says all.</param>
public sealed record ServerKey(string Host, string? Address, KeyAtServer State, string? Detail);

/// <summary>On which of a zone's name servers a DKIM key stands: a key that one of them lacks fails for whoever asks that one.</summary>
/// <param name="Name">The name of the key's record.</param>
/// <param name="Servers">Each address that was asked, and names without one.</param>
public sealed record KeyAtServers(string Name, ImmutableArray<ServerKey> Servers)
{
    /// <summary>Addresses with the key.</summary>
    public int Same => Servers.Count(s => s.State == KeyAtServer.Same);

    /// <summary>True when every one of them has it.</summary>
    public bool IsEverywhere => Servers.Length > 0 && Same == Servers.Length;

    /// <summary>Asks the zone's own name servers, past every cache.</summary>
    /// <param name="domain">The signing domain.</param>
    /// <param name="selector">The key's selector.</param>
    /// <param name="fingerprint">The key, as <see cref="DkimDocument.Fingerprint"/> has it.</param>
    /// <param name="resolver">Who finds the zone and its servers.</param>
    /// <param name="authorities">Who asks the servers.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ArgumentException">The selector makes the name too long.</exception>
    public static async Task<KeyAtServers> AskAsync(
        DomainName domain, Selector selector, string fingerprint, IDnsResolver resolver, IAuthorities authorities, CancellationToken cancellationToken)
    {
        if (!selector.TryKeyName(domain, out var name))
        {
            throw new ArgumentException($"The name of the key of selector '{selector.Text}' would be too long.", nameof(selector));
        }

        var top = PublicSuffixList.Default.RegistrableDomain(domain) ?? domain;
        var asked = await NameAtServers.AskAsync(name, top, resolver, authorities, cancellationToken).ConfigureAwait(false);
        var answers = asked.Answers.Select(a => Read(a, fingerprint));

        // A server that nobody could ask may lack the key: without a line of its own it would pass for one that has it.
        var unasked = asked.Cut.Servers.Where(s => !s.Addresses.Any())
            .Select(s => new ServerKey(s.Host.Value, null, KeyAtServer.NoAnswer, s.HasNoAddress ? "It has no address." : "DNS did not tell its address."));
        return new KeyAtServers(name.Value, [.. answers.Concat(unasked).OrderBy(s => s.Host, StringComparer.Ordinal).ThenBy(s => s.Address, StringComparer.Ordinal)]);
    }

    private static ServerKey Read(ServerAnswer answer, string fingerprint)
    {
        var (state, detail) = answer.Answer switch
        {
            { Status: not (DirectStatus.Answered or DirectStatus.Aliased) } direct => (KeyAtServer.NoAnswer, direct.Outcome.Error ?? "It does not answer for the zone."),
            { Status: DirectStatus.Aliased, Outcome.Aliases: [var target, ..] } => (KeyAtServer.Other, $"alias of {target}"),
            { Outcome.IsVoid: true } => (KeyAtServer.None, null),
            { Outcome.IsUnknown: true } direct => (KeyAtServer.NoAnswer, direct.Outcome.Error),
            var direct => Compare([.. direct.Outcome.Texts], fingerprint),
        };
        return new ServerKey(answer.Host.Value, answer.Answer.Server.ToString(), state, detail);
    }

    private static (KeyAtServer State, string? Detail) Compare(ImmutableArray<string> texts, string fingerprint) => texts switch
    {
        [] => (KeyAtServer.None, null),
        [var text] when KeyFingerprint.Of(DkimKeyParser.Parse(text)) == fingerprint => (KeyAtServer.Same, null),
        _ => (KeyAtServer.Other, string.Join("\n", texts)),
    };
}
