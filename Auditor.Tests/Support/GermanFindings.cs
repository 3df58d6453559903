using System.Globalization;
using Auditor.Core.Findings;
using Auditor.Web.Texts;
using FluentAssertions;

namespace Auditor.Tests.Support;

/// <summary>Holds findings to the German page, which must have every word of them.</summary>
internal static class GermanFindings
{
    private static readonly SentenceBook Book = Sentences.In(CultureInfo.GetCultureInfo("de"))!;

    /// <summary>Fails with the sentences that a German reader would see in English.</summary>
    public static void ShouldHaveGerman(this IEnumerable<Finding> findings) => findings
        .SelectMany(f => new[] { f.Detail, f.Fix }.Where(s => Book.Translate(s) is null).Select(s => $"{f.Code}: {s}"))
        .Should().BeEmpty("each needs its German in Auditor.Web/Texts/Sentences");
}
