using Auditor.Core.Dns;

namespace Auditor.Core.Spf;

/// <summary>
/// Builds the tree in passes: each pass walks what is known in order of evaluation, then asks side by side for what was
/// missing. So children of an include are fetched in parallel, and a hostile tree costs a bounded number of questions.
/// </summary>
internal static class LookupTreeBuilder
{
    /// <summary>Questions that may be asked for one tree, the domain's own included.</summary>
    public const int MaxQuestions = 300;

    // Beyond this the first eleven terms alone are followed, so that the permerror of a tree that fans out is still
    // named exactly: within them no more than 55 records can lie.
    private const int WideQuestions = 150;

    /// <summary>Follows the one record in <paramref name="lookup"/>.</summary>
    public static async Task<TreeWalk> BuildAsync(DnsOutcome lookup, IDnsResolver resolver, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<Question, DnsOutcome> { [new Question(lookup.Name, DnsRecordType.Txt)] = lookup };
        for (; ; )
        {
            var walk = TreeWalk.Run(lookup.Name, answers);
            var wanted = walk.Log.Missing
                .Where(m => answers.Count < WideQuestions || m.Ordinal <= SpfLimits.Lookups + 1)
                .Select(m => m.Question)
                .Distinct()
                .Take(MaxQuestions - answers.Count)
                .ToList();
            if (wanted.Count == 0)
            {
                return walk;
            }

            var found = await Task.WhenAll(wanted.Select(q => resolver.QueryAsync(q.Name, q.Type, cancellationToken).AsTask())).ConfigureAwait(false);
            foreach (var (question, outcome) in wanted.Zip(found))
            {
                answers[question] = outcome;
            }
        }
    }
}

/// <summary>One question of a tree.</summary>
internal readonly record struct Question(DomainName Name, DnsRecordType Type);
