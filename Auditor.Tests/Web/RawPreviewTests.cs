using System.IO.Compression;
using System.Text;
using Auditor.Web.Components.Pages;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web;

public sealed class RawPreviewTests
{
    [Fact]
    public void Text_is_shown_around_the_line_that_is_wrong()
    {
        var text = string.Join('\n', Enumerable.Range(1, 5000).Select(i => $"line {i}"));
        var preview = RawPreview.Of(Encoding.UTF8.GetBytes(text), 2500);
        preview.IsText.Should().BeTrue();
        preview.Lines.Should().HaveCount(200).And.Contain((2500, "line 2500"));
    }

    [Fact]
    public void Gzip_is_expanded_within_bounds_and_damage_is_said()
    {
        var bomb = Gzip(new byte[50 << 20]);
        RawPreview.Of(bomb, null).Note.Should().Be("Expanded from gzip.");
        var cut = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<a{i}/>\n"))))[..500];
        var preview = RawPreview.Of(cut, null);
        preview.Note.Should().StartWith("Expanded from gzip");
        preview.Lines.Should().NotBeEmpty();
        RawPreview.Of([0x1F, 0x8B, 1, 2, 3], null).Note.Should().Be("The gzip data is damaged.");
    }

    [Fact]
    public void Other_bytes_are_octets_and_a_line_without_end_is_cut()
    {
        var preview = RawPreview.Of([0, 1, 2, (byte)'A', 0xFF], null);
        preview.IsText.Should().BeFalse();
        preview.Lines.Should().Equal((0, "00 01 02 41 ff" + new string(' ', 33) + "  ...A."));
        RawPreview.Of(Encoding.UTF8.GetBytes(new string('x', 1_000_000)), null).Lines.Should().ContainSingle().Which.Text.Length.Should().BeLessThan(410);
        RawPreview.Of([], null).Lines.Should().BeEmpty();
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }
}
