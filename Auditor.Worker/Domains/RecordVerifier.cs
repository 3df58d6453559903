using System.Collections.Immutable;
using Auditor.Core.Dns;
using Auditor.Core.Findings;
using Auditor.Worker.Jobs;
using Auditor.Worker.Settings;

namespace Auditor.Worker.Domains;

/// <summary>What DNS says about a record that was to be published.</summary>
public enum PublishedState
{
    /// <summary>It stands there, alone of its kind.</summary>
    Published,

    /// <summary>Something else stands at the name, or beside it.</summary>
    Differs,

    /// <summary>The name has no record of the type.</summary>
    Missing,

    /// <summary>DNS gave no answer, so nothing is known.</summary>
    Unknown,
}

/// <summary>An answer about one record.</summary>
/// <param name="State">How it compares with what was to be published.</param>
/// <param name="Found">The records of the type at the name, as DNS gave them.</param>
/// <param name="Server">Who answered; null when nobody did.</param>
/// <param name="Why">One sentence for <see cref="PublishedState.Unknown"/>; null otherwise.</param>
public sealed record PublishedAnswer(PublishedState State, ImmutableArray<string> Found, string? Server, string? Why);

/// <summary>Looks at once whether a record stands in DNS: at the zone's own servers, past every cache, and through the resolver where they cannot be reached.</summary>
public sealed class RecordVerifier(ResolverSource resolvers, SettingsStore settings, TimeProvider time)
{
    /// <summary>What somebody who waits for it is ready to wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Asks. Trouble with DNS is an answer, never an exception.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<PublishedAnswer> AskAsync(RecordToPublish record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!DomainName.TryParse(record.Name, out var name, out var error) || !Enum.TryParse<DnsRecordType>(record.Type, ignoreCase: true, out var type))
        {
            return Unknown(error ?? $"'{record.Type}' is no type that can be asked for.");
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return Compare(record, await LookAsync(name, type, either.Token).ConfigureAwait(false));
        }
        catch (InvalidOperationException e)
        {
            return Unknown(e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unknown($"The name servers of {record.Name} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
    }

    /// <summary>Compares an answer with the record that was to be published.</summary>
    public static PublishedAnswer Compare(RecordToPublish record, DnsOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.IsUnknown)
        {
            return new PublishedAnswer(PublishedState.Unknown, [], outcome.Server, outcome.Error ?? $"DNS gave no usable answer for {record.Name}.");
        }

        ImmutableArray<string> found = outcome.Type == DnsRecordType.Txt ? [.. outcome.Texts] : [.. outcome.Records.Select(r => r.Data)];
        if (found.IsEmpty)
        {
            return new PublishedAnswer(PublishedState.Missing, [], outcome.Server, null);
        }

        var isText = outcome.Type == DnsRecordType.Txt;
        var standing = found.Count(f => Same(f, record.Data, isText));

        // Two records of one kind are as bad as none (RFC 7208 4.5, RFC 9989 4.10): which one would be read?
        var kind = KindOf(record.Data);
        var others = isText && kind is not null ? found.Count(f => KindOf(f) == kind) - standing : 0;
        return new PublishedAnswer(standing == 1 && others == 0 ? PublishedState.Published : PublishedState.Differs, found, outcome.Server, null);
    }

    private static PublishedAnswer Unknown(string why) => new(PublishedState.Unknown, [], null, why);

    private static bool Same(string found, string wanted, bool isText) => isText
        ? string.Equals(found.Trim(), wanted.Trim(), StringComparison.Ordinal)
        : string.Equals(found.TrimEnd('.'), wanted.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    // The version that a TXT record begins with, such as v=spf1; null for a text without one.
    private static string? KindOf(string text)
    {
        var first = text.AsSpan().Trim();
        var end = first.IndexOfAny(' ', ';', '\t');
        first = end < 0 ? first : first[..end];
        return first.StartsWith("v=", StringComparison.OrdinalIgnoreCase) ? first.ToString().ToUpperInvariant() : null;
    }

    private async Task<DnsOutcome> LookAsync(DomainName name, DnsRecordType type, CancellationToken cancellationToken)
    {
        var source = resolvers(await settings.ReadAsync(cancellationToken).ConfigureAwait(false));
        using var kept = source as IDisposable;
        if (source is not DnsClientResolver)
        {
            return await source.QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
        }

        using var authorities = new NetworkAuthorities(new AuthorityOptions(), time);
        var cache = new CachingResolver(source, time);
        return await new AuthoritativeFirst(new AuthoritativeResolver(cache, authorities), cache).QueryAsync(name, type, cancellationToken).ConfigureAwait(false);
    }
}
