using Auditor.Core.Spf;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Spf;

public sealed class SpfParserPropertyTests
{
    private static readonly string[] Pieces =
    [
        "v=spf1", " ", "  ", "all", "include:", "a", "mx", "ptr", "ip4:", "ip6:", "exists:", "redirect=", "exp=", "%{", "}", "%", "d", "i", "4r",
        "example", ".", "com", "192.0.2.1", "2001:db8::", "/", "//", "24", "033", "+", "-", "~", "?", ":", "=", "\t", "\u0000", "\u00e9", "\uffff", "x",
    ];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 30].Select(string.Concat),
        Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 30].Select(p => "v=spf1 " + string.Concat(p)));

    [Fact]
    public void No_text_makes_the_parser_throw_and_errors_lie_inside_the_text() => AnyText.Sample(
        text => SpfParser.Parse(text).Errors.All(e => e.Position >= 0 && e.Position <= text.Length && text.Contains(e.Term, StringComparison.Ordinal)),
        seed: "0N0XIzNsQ0O2", iter: 20_000);

    [Fact]
    public void Terms_lie_in_the_text_where_they_say() => AnyText.Sample(
        text => SpfParser.Parse(text).Terms.All(t => text.AsSpan(t.Source.Position).StartsWith(t.Source.Text, StringComparison.Ordinal)),
        seed: "0N0XIzNsQ0O2", iter: 10_000);

    [Fact]
    public void What_is_printed_reads_as_the_same_terms() => AnyText.Sample(
        text =>
        {
            var record = SpfParser.Parse(text);
            var again = SpfParser.Parse(record.ToString());
            return again.IsValid && again.ToString() == record.ToString() && again.Terms.Length == record.Terms.Length
                && again.Terms.Zip(record.Terms).All(p => p.First.GetType() == p.Second.GetType());
        },
        seed: "0N0XIzNsQ0O2", iter: 10_000);

    [Theory]
    [InlineData("x ")]
    [InlineData("a:%{")]
    [InlineData("%{i}")]
    [InlineData("/")]
    [InlineData("ip4:1.2.3.4 ")]
    [InlineData("a:example.com/")]
    [InlineData("1")]
    public void A_megabyte_of_malice_is_read_once(string piece)
    {
        var text = "v=spf1 a:" + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var record = SpfParser.Parse(text);

        record.Errors.Length.Should().BeLessThanOrEqualTo(SpfParser.MaxErrors);
        (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan(400_000_000, "the work grows with the text and not with its square");
    }
}
