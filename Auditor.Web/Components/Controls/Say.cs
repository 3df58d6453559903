using Auditor.Web.Hosting;

namespace Auditor.Web.Components.Controls;

/// <summary>A text of the resource files with its values.</summary>
internal static class Say
{
    /// <summary>The text with each {0}, {1} … filled. Numbers and days come as <see cref="Formats"/> writes them.</summary>
    public static string It(string text, params object?[] values) => string.Format(Languages.Culture, text, values);
}
