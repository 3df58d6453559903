using System.Text.Json;
using Xunit;

namespace Auditor.Tests.Support;

/// <summary>Cases of a file below <c>../shared/data</c>.</summary>
internal static class SharedCases
{
    /// <summary>The elements of an array of the file, free of the document's lifetime.</summary>
    public static async Task<List<JsonElement>> ReadAsync(string relative, string array = "cases")
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.PathOf(relative), TestContext.Current.CancellationToken));
        return [.. document.RootElement.GetProperty(array).EnumerateArray().Select(e => e.Clone())];
    }

    /// <summary>The records of a case's <c>txt</c>, each joined from its strings.</summary>
    public static string[] Texts(JsonElement item) =>
        [.. item.GetProperty("txt").EnumerateArray().Select(r => string.Concat(r.EnumerateArray().Select(s => s.GetString())))];

    /// <summary>The strings of a property; empty without it.</summary>
    public static string[] Strings(JsonElement item, string name) =>
        item.TryGetProperty(name, out var array) ? [.. array.EnumerateArray().Select(s => s.GetString()!)] : [];

    /// <summary>The text of a property; null without it.</summary>
    public static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
