using Auditor.Core.Dns;

namespace Auditor.Core.Blocklists;

/// <summary>Gives an audit what lists say: by asking them, or from what was answered earlier.</summary>
public interface IBlocklistSource
{
    /// <summary>What the lists say of the subjects of a domain; whatever goes wrong is a value among the answers.</summary>
    Task<BlocklistFacts> AnswersAsync(DomainName domain, IReadOnlyList<BlocklistSubject> subjects, CancellationToken cancellationToken);
}
