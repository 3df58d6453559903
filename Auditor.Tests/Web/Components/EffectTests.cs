using Auditor.Core.Advice;
using Auditor.Web.Components.Controls;
using Bunit;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Web.Components;

/// <summary>What a history says of the reports after a change.</summary>
public sealed class EffectTests : BunitContext
{
    private static readonly DateOnly Day = new(2026, 11, 10);

    [Theory]
    [InlineData(EffectVerdict.Moved, 7, 7300, "Aligned mail went from 99.6 % to 73.0 % in the 7 days after. 3 Nov – 9 Nov 2026: 10,000 messages; 11 Nov – 17 Nov 2026: 10,000.")]
    [InlineData(EffectVerdict.Steady, 7, 9900, "No effect seen in reports: 99.6 % aligned before, 99.0 % after.")]
    [InlineData(EffectVerdict.NotYet, 2, 0, "Not enough reports yet (2 of 7 days).")]
    [InlineData(EffectVerdict.TooFew, 0, 0, "Too few messages in reports to compare: 10,000 before, 10,000 after; 100 each are needed.")]
    public void Each_verdict_has_its_sentence_and_none_names_a_cause(EffectVerdict verdict, int days, long aligned, string text)
    {
        var effect = new ChangeEffect(verdict, new MailSide(Day.AddDays(-7), Day.AddDays(-1), 7, 10_000, 9_960), new MailSide(Day.AddDays(1), Day.AddDays(7), days, 10_000, aligned));
        var line = Render<EffectLine>(p => p.Add(c => c.Effect, effect)).Find("p").TextContent;
        string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Should().Be(text);
        line.Should().NotContain("because").And.NotContain("caused");
    }
}
