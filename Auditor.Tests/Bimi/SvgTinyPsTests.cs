using System.Text;
using Auditor.Core.Bimi;
using Auditor.Core.Findings;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Bimi;

public sealed class SvgTinyPsTests
{
    [Fact]
    public void A_logo_of_the_profile_has_a_title_and_no_problem()
    {
        var logo = Read(TestMark.Logo);

        (logo.Title, logo.Bytes, logo.Problems.Length).Should().Be(("Example", Encoding.UTF8.GetByteCount(TestMark.Logo), 0));
    }

    [Fact]
    public void A_packed_logo_is_the_same_as_a_plain_one()
    {
        var packed = SvgTinyPsReader.Read(TestMark.Packed(TestMark.Logo));

        packed.IsValid.Should().BeTrue();
        packed.IsSameAs(Read(TestMark.Logo.Replace("\n", "\r\n"))).Should().BeTrue();
        packed.IsSameAs(Read(TestMark.Logo.Replace("#fff", "#ffe"))).Should().BeFalse();
    }

    [Theory]
    [InlineData("version=\"1.2\"", "version=\"1.1\"", "version")]
    [InlineData("version=\"1.2\"", "", "version")]
    [InlineData("tiny-ps", "tiny", "base-profile")]
    [InlineData(" baseProfile=\"tiny-ps\"", "", "base-profile")]
    [InlineData("<title>Example</title>", "", "no-title")]
    [InlineData("<title>Example</title>", "<title> </title>", "no-title")]
    [InlineData("<title>Example</title>", "<title/>", "no-title")]
    [InlineData("<title>Example</title>", "<g><title>Example</title></g>", "no-title")]
    [InlineData("0 0 64 64", "0 0 64 32", "not-square")]
    [InlineData("0 0 64 64", "0 0 64.5 64", "not-square")]
    [InlineData("0 0 64 64", "0 0 0 0", "view-box")]
    [InlineData("0 0 64 64", "0 0 64", "view-box")]
    [InlineData(" viewBox=\"0 0 64 64\"", "", "view-box")]
    [InlineData("<svg ", "<svg x=\"0\" ", "root-position")]
    [InlineData("<svg ", "<svg y=\"0\" ", "root-position")]
    [InlineData("http://www.w3.org/2000/svg", "http://example.com/svg", "not-svg")]
    [InlineData("<defs>", "<script>alert(1)</script><defs>", "element:script")]
    [InlineData("<title>Example</title>", "<title>Example<script/></title>", "element:script")]
    [InlineData("<title>Example</title>", "<title><script/>Example</title>", "element:script")]
    [InlineData("<defs>", "<image href=\"data:image/png;base64,AA\"/><defs>", "element:image")]
    [InlineData("<defs>", "<a href=\"#g\"/><defs>", "element:a")]
    [InlineData("<defs>", "<foreignObject/><defs>", "element:foreignObject")]
    [InlineData("<defs>", "<animate/><defs>", "element:animate")]
    [InlineData("<defs>", "<animateTransform/><defs>", "element:animateTransform")]
    [InlineData("<defs>", "<set/><defs>", "element:set")]
    [InlineData("<defs>", "<style>*{}</style><defs>", "element:style")]
    [InlineData("<defs>", "<filter/><defs>", "element:filter")]
    [InlineData("<defs>", "<h:iframe xmlns:h=\"http://www.w3.org/1999/xhtml\"/><defs>", "foreign-element:iframe")]
    [InlineData("<rect ", "<rect onload=\"alert(1)\" ", "script")]
    [InlineData("<rect ", "<rect style=\"fill:red\" ", "style")]
    [InlineData("url(#g)", "url(https://example.com/#g)", "external-reference")]
    [InlineData("url(#g)", "url( 'https://example.com/#g' )", "external-reference")]
    [InlineData("<rect ", "<use href=\"https://example.com/x.svg#a\"/><rect ", "external-reference")]
    [InlineData("<rect ", "<use xlink:href=\"other.svg#a\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"/><rect ", "external-reference")]
    [InlineData("<svg ", "<?xml-stylesheet href=\"x.css\"?><svg ", "processing-instruction")]
    [InlineData("<svg ", "<!DOCTYPE svg><svg ", "doctype")]
    [InlineData("<svg ", "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg ", "doctype")]
    [InlineData("</svg>", "", "not-xml")]
    [InlineData("<title>Example</title>", "<title>&undefined;</title>", "not-xml")]
    public void A_logo_outside_the_profile_is_told_why(string part, string instead, string problem)
    {
        TestMark.Logo.Should().Contain(part);

        var logo = Read(TestMark.Logo.Replace(part, instead));

        logo.IsValid.Should().BeFalse();
        logo.Problems.Where(p => p.IsError).Select(p => p.Code).Should().Contain(problem);
    }

    [Theory]
    [InlineData("<use href=\"#g\"/>")]
    [InlineData("<use xlink:href=\"#g\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"/>")]
    [InlineData("<path d=\"M0 0\" fill=\"url('#g')\"/>")]
    [InlineData("<text>url of the firm</text>")]
    [InlineData("<!-- <script/> -->")]
    public void What_stays_inside_the_file_is_allowed(string piece) => Read(TestMark.Logo.Replace("<rect ", piece + "<rect ")).Problems.Should().BeEmpty();

    [Fact]
    public void A_large_logo_or_a_long_title_is_noted()
    {
        Read(TestMark.Logo.Replace("<title>Example", "<title>" + new string('x', 65))).Problems.Should().Equal([new RecordProblem("long-title", "The title has 65 characters; 64 at most are recommended.", false)]);
        Read(TestMark.Logo.Replace("<defs>", new string(' ', 33 * 1024) + "<defs>")).Problems.Should().ContainSingle(p => p.Code == "large" && !p.IsError);
    }

    [Fact]
    public void A_bomb_is_not_unpacked()
    {
        var bomb = TestMark.Packed(TestMark.Logo + new string(' ', 50_000_000));

        SvgTinyPsReader.Read(bomb).Problems.Should().ContainSingle(p => p.Code == "not-readable");
        SvgTinyPsReader.Read(bomb.AsSpan(0, 30)).IsValid.Should().BeFalse();
    }

    [Fact]
    public void Deep_nesting_ends_by_size_and_not_by_the_stack() =>
        Read(TestMark.Logo.Replace("<defs>", string.Concat(Enumerable.Repeat("<g>", 80_000)) + "<defs>")).IsValid.Should().BeFalse();

    [Fact]
    public void No_bytes_make_the_reader_throw() => Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Gen.Select(Gen.Int[0, TestMark.Logo.Length - 1], Gen.Byte, (at, value) =>
            {
                var bytes = Encoding.UTF8.GetBytes(TestMark.Logo);
                bytes[at] = value;
                return bytes;
            }))
        .Sample(bytes => SvgTinyPsReader.Read(bytes) is { } logo && logo.Problems.Length <= RecordProblems.Limit, seed: "0N0XIzNsQ0O2", iter: 5_000);

    private static SvgTinyPs Read(string text) => SvgTinyPsReader.Read(Encoding.UTF8.GetBytes(text));
}
