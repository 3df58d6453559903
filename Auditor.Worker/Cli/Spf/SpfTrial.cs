using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Core.Spf;

namespace Auditor.Worker.Cli.Spf;

/// <summary><c>auditor spf check --without TERM</c>: the record and its count without a term, beside those of today.</summary>
internal sealed class SpfTrial
{
    private readonly SpfFacts today;
    private readonly SpfRemoval? removal;

    private SpfTrial(SpfFacts today, SpfRemoval? removal, SpfCheck? check)
    {
        this.today = today;
        this.removal = removal;
        Check = check;
    }

    /// <summary>What the record without the term says of the message; null without a message.</summary>
    public SpfCheck? Check { get; }

    /// <summary>True when DNS failed for the record itself, or for something that the count needs.</summary>
    public bool IsUnknown => removal is null || removal.After.IsUnknown;

    /// <summary>Tries the record without the term.</summary>
    /// <exception cref="UsageException">There is no record to take a term from, or it has no such term.</exception>
    public static async Task<SpfTrial> OfAsync(string name, string term, SpfCheckRequest? request, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        if (!DomainName.TryParse(name, out var domain))
        {
            throw new UsageException($"'{name}' is no domain name, so it has no record to take a term from.");
        }

        var today = await SpfAuditor.AuditAsync(domain, resolver, cancellationToken).ConfigureAwait(false);
        if (today.Status == RecordStatus.Unknown)
        {
            return new SpfTrial(today, null, null);
        }

        if (today is not { Status: RecordStatus.Found, Parsed: { } record })
        {
            throw new UsageException($"{domain} {Lack(today)}, so no term can be taken from it.");
        }

        var mechanism = SpfRemoval.Find(record, term)
            ?? throw new UsageException($"--without: the record of {domain} has no term '{term}' to take away. Those that it has: {Choices(record)}");
        var removal = await SpfRemoval.TryAsync(today, mechanism, resolver, cancellationToken).ConfigureAwait(false);
        return new SpfTrial(today, removal, request is null || removal is null ? null : await removal.CheckAsync(request, resolver, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>For people at a terminal.</summary>
    public IEnumerable<string> Lines()
    {
        if (removal is null)
        {
            yield return $"{today.Domain}: unknown";
            yield return $"  DNS could not tell for {today.Domain}";
            yield break;
        }

        yield return $"{today.Domain} without {string.Join(' ', removal.Terms.Select(t => t.Source.Text))}: {Count(removal.After)}; today {Count(today)}";
        foreach (var cause in removal.After.PermErrors)
        {
            yield return $"  permerror: {cause.Message}";
        }

        foreach (var unknown in removal.After.UnknownNames)
        {
            yield return $"  unknown: DNS could not tell for {unknown}";
        }

        yield return string.Empty;
        yield return $"  {removal.Record.Name} TXT";
        yield return $"  {removal.Record.Data}";
        if (Check is not null)
        {
            yield return string.Empty;
        }
    }

    /// <summary>The same as a document.</summary>
    public object Document(object? check) => new
    {
        Domain = today.Domain.ToString(),
        Without = removal?.Terms.Select(t => t.Source.Text),
        Record = removal?.Record.Data,
        Status = removal?.After.Status ?? today.Status,
        removal?.After.Lookups,
        removal?.After.LookupsAreMinimum,
        removal?.After.VoidLookups,
        removal?.After.PermError,
        removal?.After.PermErrorCause,
        Unknown = removal?.After.UnknownNames ?? today.UnknownNames,
        Today = new { today.Record, today.Lookups, today.LookupsAreMinimum, today.VoidLookups, today.PermError },
        Check = check,
    };

    private static string Count(SpfFacts facts) =>
        $"{(facts.LookupsAreMinimum ? "at least " : string.Empty)}{facts.Lookups} of {SpfLimits.Lookups} lookups{(facts.PermError ? ", permerror" : string.Empty)}";

    private static string Lack(SpfFacts facts) => facts.Status switch
    {
        RecordStatus.None => "has no SPF record",
        RecordStatus.Multiple => $"has {facts.Records.Length} SPF records",
        _ => "has an SPF record with syntax errors (auditor spf tree shows them)",
    };

    private static string Choices(SpfRecord record) => SpfRemoval.Choices(record) is { IsEmpty: false } choices
        ? string.Join(' ', choices.Select(c => c.Source.Text))
        : "none but all, redirect and modifiers.";
}
