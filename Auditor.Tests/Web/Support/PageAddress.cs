using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Auditor.Tests.Web.Support;

/// <summary>Waits for a page's address by reading it again and again. <c>WaitForURLAsync</c> reads it once and then
/// waits for the next move, so a move that ends between the two is missed: on a busy machine one in six was.</summary>
internal static class PageAddress
{
    /// <summary>Waits until the page's whole address is one that <paramref name="form"/> names; * stands for any text.</summary>
    public static Task AtAsync(this IPage page, string form) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex("^" + Regex.Escape(form).Replace(@"\*", ".*", StringComparison.Ordinal) + "$"));
}
