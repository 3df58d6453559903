using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Auditor.Core.Auditing;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Scoring;
using Auditor.Core.Senders;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Cli.Audits;

/// <summary>Reads the options of <c>auditor audit</c>. Whatever is wrong becomes a <see cref="UsageException"/> with what, where and how to mend it.</summary>
internal static class AuditInput
{
    private const AuditChecks NoChecks = AuditChecks.None;
    private const int MaxConcurrency = 512;
    private const string CheckWords = "spf, dkim, dmarc, mx, reverse, transport, bimi, zone, blocklists, smtp, scored, full";

    public static ImmutableArray<DomainName> Domains(string[] arguments, string? file, TextReader standardInput)
    {
        var named = DomainList.Read(arguments);
        var listed = DomainList.Parse(file is null ? string.Empty : Text("--domains-file", file, standardInput));
        var rejected = named.Rejected.Select(r => r.Reason).Concat(listed.Rejected.Select(r => $"{file}: {r.Reason}")).ToList();
        if (rejected.Count > 0)
        {
            throw new UsageException(string.Join($"{Environment.NewLine}auditor: ", rejected));
        }

        ImmutableArray<DomainName> domains = [.. named.Domains.Concat(listed.Domains).Distinct()];
        return domains.IsEmpty
            ? throw new UsageException(file is null
                ? "Name at least one domain, or a file with --domains-file. Example: auditor audit example.com"
                : $"--domains-file {file} holds no domain.")
            : domains;
    }

    public static KnownSelectors Selectors(string[] forAll, string? file)
    {
        foreach (var selector in forAll)
        {
            RequireSelector(selector, "--selector");
        }

        return new KnownSelectors([.. forAll], file is null ? ImmutableDictionary<DomainName, ImmutableArray<string>>.Empty : ByDomain(file));
    }

    public static ImmutableArray<IPAddress> Addresses(string[] texts) =>
    [
        .. texts.Select(t => IPAddress.TryParse(t, out var address)
            ? address
            : throw new UsageException($"--ip: '{t}' is no IPv4 or IPv6 address.")),
    ];

    public static DomainPurpose? Purpose(string word) => word == "auto"
        ? null
        : DomainPurposeWords.Parse(word) ?? throw Unknown("--purpose", word, "auto, people, machine, receive-only, parked");

    /// <summary>
    /// The parts to look at. Domains named on the command line are audited in full, those of a list in the scored parts: the rest is information, and
    /// doubles the questions.
    /// </summary>
    public static AuditChecks Checks(string? list, bool isList) => list is null
        ? isList ? AuditChecks.Scored : AuditChecks.Full
        : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Aggregate(NoChecks, (all, word) => all | Check(word)) is var checks and not NoChecks
            ? checks
            : throw Unknown("--checks", list, CheckWords);

    public static SenderCatalogue Senders(string? file)
    {
        try
        {
            return file is null ? SenderCatalogue.Default : SenderFile.Load(file);
        }
        catch (CatalogueException e)
        {
            throw new UsageException($"--senders {e.Message}", e);
        }
    }

    public static string? Ehlo(string? name) => name is null || (DomainName.TryParse(name, out var host) && host.IsHostName)
        ? name
        : throw new UsageException($"--ehlo: '{name}' is no full host name, such as auditor.example.com.");

    public static AuditFormat Format(string word) => word switch
    {
        "table" => AuditFormat.Table,
        "json" => AuditFormat.Json,
        "jsonl" => AuditFormat.JsonLines,
        "csv" => AuditFormat.Csv,
        "sarif" => AuditFormat.Sarif,
        "junit" => AuditFormat.JUnit,
        _ => throw Unknown("--format", word, "table, json, jsonl, csv, sarif, junit"),
    };

    public static Severity? Threshold(string word) => word switch
    {
        "error" => Severity.Error,
        "warning" => Severity.Warning,
        "advice" => Severity.Advice,
        "never" => null,
        _ => throw Unknown("--fail-on", word, "error, warning, advice, never"),
    };

    public static int Concurrency(int number) => number is >= 1 and <= MaxConcurrency
        ? number
        : throw new UsageException($"--concurrency: {number} is out of range; give 1 to {MaxConcurrency}.");

    /// <summary>The text of a file that an option names; <c>-</c> is standard input.</summary>
    public static string Text(string option, string file, TextReader? standardInput = null)
    {
        try
        {
            return file == "-" && standardInput is not null ? standardInput.ReadToEnd() : File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{option} {file}: the file cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static AuditChecks Check(string word) => word switch
    {
        "spf" => AuditChecks.Spf,
        "dkim" => AuditChecks.Dkim,
        "dmarc" => AuditChecks.Dmarc,
        "mx" => AuditChecks.Mx,
        "reverse" => AuditChecks.Reverse,
        "transport" => AuditChecks.Transport,
        "bimi" => AuditChecks.Bimi,
        "zone" => AuditChecks.Zone,
        "blocklists" => AuditChecks.Blocklists,
        "smtp" => AuditChecks.Smtp,
        "scored" => AuditChecks.Scored,
        "full" => AuditChecks.Full,
        _ => throw Unknown("--checks", word, CheckWords),
    };

    private static ImmutableDictionary<DomainName, ImmutableArray<string>> ByDomain(string file)
    {
        var content = Text("--selectors-file", file);
        try
        {
            var read = JsonSerializer.Deserialize(content, SelectorsJson.Default.DictionaryStringStringArray) ?? [];
            return read.ToImmutableDictionary(
                p => DomainName.TryParse(p.Key, out var domain) ? domain : throw new UsageException($"--selectors-file {file}: '{p.Key}' is no domain name."),
                p => p.Value.Select(s => RequireSelector(s, $"--selectors-file {file}")).ToImmutableArray());
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new UsageException($"--selectors-file {file}: not of the form {{\"example.com\":[\"s1\",\"s2\"]}} ({e.Message})", e);
        }
    }

    private static string RequireSelector(string? text, string where) =>
        Selector.TryParse(text, out _) ? text : throw new UsageException($"{where}: '{text}' is no DKIM selector; it is the part before ._domainkey, such as s1.");

    private static UsageException Unknown(string option, string word, string known) => new($"{option}: '{word}' is none of {known}.");
}

/// <summary>Reads --selectors-file by code made when the product is built.</summary>
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class SelectorsJson : JsonSerializerContext;
