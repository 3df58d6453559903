using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Auditor.Core.Auditing;
using Auditor.Tests.Support;
using Auditor.Tests.Web.Support;
using Auditor.Worker.Texts;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web;

/// <summary>The texts of the pages, English and German side by side.</summary>
public sealed partial class TextTests
{
    private static readonly string Web = Path.Combine(ProjectRoot.Path, "Auditor.Web");
    private static readonly string Worker = Path.Combine(ProjectRoot.Path, "Auditor.Worker");

    public static TheoryData<string> Areas => [.. Directory.GetFiles(Path.Combine(Web, "Texts"), "*Texts.resx").Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_text_is_there_in_both_languages_with_the_same_values(string area)
    {
        var english = Read($"{area}.resx");
        var german = Read($"{area}.de.resx");
        german.Keys.Should().BeEquivalentTo(english.Keys);
        english.Values.Concat(german.Values).Should().NotContain(t => string.IsNullOrWhiteSpace(t));
        english.Where(e => !Values(e.Value).SetEquals(Values(german[e.Key]))).Select(e => $"{e.Key}: {e.Value} | {german[e.Key]}").Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Areas))]
    public void Every_text_is_used(string area)
    {
        var code = string.Concat(Directory.GetFiles(Web, "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || (f.EndsWith(".cs", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal)))
            .Select(File.ReadAllText));
        Read($"{area}.resx").Keys.Where(key => !Regex.IsMatch(code, $@"\b{area}\.{key}\b")).Should().BeEmpty();
    }

    [Fact]
    public void Every_finding_has_a_German_title()
    {
        var german = ReadFile(Path.Combine(Worker, "Texts/FindingTitles.de.resx"));
        german.Keys.Should().BeEquivalentTo(RuleCatalogue.All.Select(r => r.Code).Distinct());
        german.Values.Should().OnlyHaveUniqueItems().And.NotContain(t => string.IsNullOrWhiteSpace(t));
        RuleCatalogue.All.Where(r => german[r.Code] == r.Title).Should().BeEmpty("a title that is the English one was forgotten");
        foreach (var (code, title) in german)
        {
            FindingTitles.In(CultureInfo.GetCultureInfo("de"))!.GetString(code).Should().Be(title, "the program finds it");
        }

        FindingTitles.In(CultureInfo.GetCultureInfo("en")).Should().BeNull("the rules themselves are English");
    }

    [Fact]
    public void No_sentence_is_written_in_a_page()
    {
        var components = Path.Combine(Web, "Components");
        var written = Directory.GetFiles(components, "*.razor", SearchOption.AllDirectories)
            .Select(f => (Page: Path.GetRelativePath(components, f), Words: PageLiterals.Of(File.ReadAllText(f)))).Where(p => p.Words.Count > 0).ToList();
        string.Join('\n', written.Select(p => $"{p.Page}: {string.Join(" | ", p.Words)}").Order()).Should().BeEmpty();
    }

    [Fact]
    public void Notices_have_the_same_texts_in_both_languages_and_use_them_all()
    {
        var english = ReadFile(Path.Combine(Worker, "Notices/NoticeTexts.resx"));
        var german = ReadFile(Path.Combine(Worker, "Notices/NoticeTexts.de.resx"));
        german.Keys.Should().Equal(english.Keys);
        english.Where(e => string.IsNullOrWhiteSpace(german[e.Key]) || !Values(e.Value).SetEquals(Values(german[e.Key]))).Should().BeEmpty();
        var code = string.Concat(Directory.GetFiles(Path.Combine(Worker, "Notices"), "*.cs").Select(File.ReadAllText));
        english.Keys.Where(key => !Regex.IsMatch(code, $@"\bNoticeTexts\.{key}\b")).Should().BeEmpty();
    }

    private static Dictionary<string, string> Read(string file) => ReadFile(Path.Combine(Web, "Texts", file));

    private static Dictionary<string, string> ReadFile(string path) =>
        XDocument.Load(path).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static HashSet<string> Values(string text) => [.. Placeholder().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Placeholder();
}
