using Auditor.Worker.Cli;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("v=spf1 -all", "v=spf1 -all")]
    [InlineData("a\u001b[2Jb", "a⟦U+001B⟧[2Jb")]
    [InlineData("a\nb", "a⟦U+000A⟧b")]
    [InlineData("moc.elpmaxe\u202e", "moc.elpmaxe⟦U+202E⟧")]
    [InlineData("a\u009bb", "a⟦U+009B⟧b")]
    [InlineData("bücher", "bücher")]
    public void Control_and_format_characters_are_made_visible(string text, string expected) => SafeText.Of(text).Should().Be(expected);
}
