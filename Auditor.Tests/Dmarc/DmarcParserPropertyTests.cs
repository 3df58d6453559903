using Auditor.Core.Dmarc;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dmarc;

public sealed class DmarcParserPropertyTests
{
    private const string Seed = "0000KxB0dM41";

    private static readonly string[] Words =
    [
        "v=DMARC1", "v = DMARC1 ", "V=dmarc1", ";", "; ", ";;", "p=", "p=reject", "P=None", "sp=quarantine", "np=bad", "t=y", "psd=n", "fo=0:1",
        "rua=mailto:a@example.com", "rua=a@example.com,mailto:b@example.net!10m", "ruf=", ",", "=", "mailto:", "%zz", "!", "\"", "\\;", "\u201d", "https://x",
    ];

    private static readonly Gen<string> Piece = Gen.OneOf(Gen.Int[0, Words.Length - 1].Select(i => Words[i]), Gen.String[0, 6]);

    private static readonly Gen<string> Text = Piece.Array[0, 14].Select(string.Concat);

    [Fact]
    public void The_parser_never_throws_and_points_inside_the_text() =>
        Text.Sample(text =>
        {
            var result = DmarcParser.Parse(text);
            result.Problems.Where(p => p.Position < 0 || p.Position > text.Length).Should().BeEmpty();
            result.IsRecord.Should().Be(DmarcParser.IsRecord(text));
        }, seed: Seed, iter: 4_000);

    [Fact]
    public void A_record_that_is_written_again_means_the_same() =>
        Text.Select(t => "v=DMARC1;" + t).Sample(text =>
        {
            var record = DmarcParser.Parse(text).Record!;
            if (!record.Applies || record.Problems.Any(p => p.Kind == DmarcProblemKind.InvalidUri))
            {
                return;
            }

            var again = DmarcParser.Parse(DmarcRecordWriter.Write(record)).Record!;
            again.Should().BeEquivalentTo(record, o => o.Including(r => r.Applies).Including(r => r.EffectiveP)
                .Including(r => r.Adkim).Including(r => r.Aspf).Including(r => r.Fo).Including(r => r.TestMode).Including(r => r.Psd));
            again.Rua.Select(u => u.Uri).Should().Equal(record.Rua.Select(u => u.Uri).Distinct());
        }, seed: Seed, iter: 4_000);

    [Fact]
    public void Every_rule_accepts_every_text() =>
        Text.Sample(text => DmarcRules.All.SelectMany(r => r.Check(DmarcFactsText.FromText(text))).Where(f => f.Detail.Length == 0).Should().BeEmpty(),
            seed: Seed, iter: 2_000);

    [Fact]
    public void Any_text_behind_a_scheme_is_judged_without_an_exception() =>
        Gen.Select(Gen.Int[0, Schemes.Length - 1], Gen.Char["abxn-.:/?#[]@%0189_~"].Array[0, 24]).Sample((scheme, rest) =>
        {
            var text = Schemes[scheme] + new string(rest);
            return ReportingUriParser.TryParse(text, out var uri, out var error) ? uri.Uri == text && error is null : error is not null;
        }, seed: Seed, iter: 20_000);

    private static readonly string[] Schemes = ["mailto:", "https://", "https://xn--", "http://[", "a:", "file:", ""];
}
