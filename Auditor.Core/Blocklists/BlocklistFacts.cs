using System.Collections.Immutable;
using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>What lists say of a domain and its addresses.</summary>
/// <param name="Domain">The audited domain.</param>
/// <param name="Subjects">What lists are asked about, in that order.</param>
/// <param name="Answers">One entry for each list and subject that was asked or could not be, by subject, then in the catalogue's order.</param>
public sealed record BlocklistFacts(DomainName Domain, ImmutableArray<BlocklistSubject> Subjects, ImmutableArray<BlocklistAnswer> Answers)
{
    /// <summary>The lists whose answers cannot be used, each once for a kind of question, with the reason.</summary>
    public ImmutableArray<ZoneTest> Unusable { get; init; } = [];

    /// <summary>Whose public resolver asks; null when it is none that is known.</summary>
    public string? PublicResolver { get; init; }

    /// <summary>The answers about one subject.</summary>
    public IEnumerable<BlocklistAnswer> Of(BlocklistSubject subject) => Answers.Where(a => a.Subject.Text == subject.Text);

    /// <summary>Puts the facts together; a list that is not usable for a subject gives an error for it.</summary>
    /// <param name="domain">The audited domain.</param>
    /// <param name="subjects">What lists are asked about.</param>
    /// <param name="tests">Which lists were tested for what.</param>
    /// <param name="answers">The answers of usable lists.</param>
    public static BlocklistFacts From(
        DomainName domain, IReadOnlyList<BlocklistSubject> subjects, IReadOnlyCollection<ZoneTest> tests, IReadOnlyCollection<BlocklistAnswer> answers)
    {
        var given = answers.ToDictionary(a => (a.Zone.Zone, a.Subject.Text));
        var all = from subject in subjects
                  from test in tests
                  where test.Kind == subject.Kind
                  let answer = test.IsUsable ? given.GetValueOrDefault((test.Zone.Zone, subject.Text)) : Unread(test, subject)
                  where answer is not null
                  select answer;
        return new BlocklistFacts(domain, [.. subjects], [.. all]) { Unusable = [.. tests.Where(t => !t.IsUsable)] };
    }

    private static BlocklistAnswer Unread(ZoneTest test, BlocklistSubject subject) => new()
    {
        Zone = test.Zone,
        Subject = subject,
        Status = BlocklistStatus.Error,
        Codes = test.Codes,
        Type = test.Zone.Type,
        Detail = $"The list is not usable: {test.Detail}",
    };
}
