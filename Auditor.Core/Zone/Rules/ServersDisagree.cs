using Auditor.Core.Dns;
using Auditor.Core.Findings;

namespace Auditor.Core.Zone.Rules;

/// <summary>The servers of the zone hold different versions of a record, so receivers see one or the other by chance (RFC 1034 4.3.5: secondaries carry the primary's data).</summary>
public sealed class ServersDisagree : IRule<ZoneFacts>
{
    private const int TextShown = 120;

    public RuleInfo Info { get; } = new("DNS-SERVERS-DISAGREE", Severity.Warning, "The name servers do not give the same answer", "RFC 1034 4.2.2");

    public IEnumerable<Finding> Check(ZoneFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        foreach (var agreement in facts.Agreements.Where(a => a.IsAgreed == false))
        {
            var versions = agreement.Versions.Select(v => $"{string.Join(", ", v.Answers.Select(Server))}: {Shown(v.Text)}");
            yield return Info.Found(
                $"TXT {agreement.Name} differs. {string.Join(". ", versions)}." + Serials(facts),
                "Bring every server to the same version of the zone: look at the transfer to those that lag, or at the copy that a second provider holds.",
                agreement.Versions.Select(v => v.Answers[0].Answer.Outcome)) with
            { Subject = agreement.Name.Value };
        }
    }

    private static string Server(ServerAnswer answer) => $"{answer.Host} ({answer.Answer.Server})";

    private static string Shown(string text)
    {
        var line = text.Replace("\n", " | ", StringComparison.Ordinal);
        return line.Length > TextShown ? $"'{line[..TextShown]}...'" : $"'{line}'";
    }

    private static string Serials(ZoneFacts facts)
    {
        var serials = facts.Servers.Select(s => s.Serial).OfType<uint>().Distinct().Order().ToList();
        return serials.Count > 1 ? $" The zone's serials are {string.Join(" and ", serials)}: a change may still be on its way, or a transfer has stopped." : string.Empty;
    }
}
