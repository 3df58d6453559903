using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>Whether lists can be asked from here: by whom the questions go out, and what the test points say.</summary>
public static class BlocklistCheck
{
    /// <summary>Whose public resolver is among the servers; null when none is known for one. Lists refuse those, or answer them with silence.</summary>
    public static string? PublicResolverAmong(IEnumerable<IPEndPoint> servers, BlocklistCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(servers);
        ArgumentNullException.ThrowIfNull(catalogue);
        return servers.Select(s => catalogue.PublicResolver(s.Address)).FirstOrDefault(name => name is not null);
    }

    /// <summary>Asks the test points of a list for one kind of question (RFC 5782 5): one or two questions, rarely more.</summary>
    public static Task<ZoneTest> TestAsync(BlocklistZone zone, SubjectKind kind, IDnsResolver resolver, CancellationToken cancellationToken) =>
        TestAsync(zone, kind, subject => ListInquiry.AskAsync(zone, subject, wantsReason: false, resolver, default, cancellationToken));

    /// <summary>As above, with the questions answered by <paramref name="ask"/>.</summary>
    internal static async Task<ZoneTest> TestAsync(BlocklistZone zone, SubjectKind kind, Func<BlocklistSubject, Task<BlocklistLookup>> ask)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var notListed = new List<BlocklistAnswer>();
        foreach (var subject in zone.NotListedTests(kind))
        {
            notListed.Add(ListReading.Read(zone, subject, await ask(subject).ConfigureAwait(false)));
        }

        var listed = new List<BlocklistAnswer>();
        var test = ZoneTest.Judge(zone, kind, notListed, listed);
        foreach (var subject in zone.ListedTests(kind))
        {
            // A zone that refuses or that is gone is not asked a second time.
            if (test.Health != ZoneHealth.NoTestEntry)
            {
                break;
            }

            listed.Add(ListReading.Read(zone, subject, await ask(subject).ConfigureAwait(false)));
            test = ZoneTest.Judge(zone, kind, notListed, listed);
        }

        return test;
    }
}
