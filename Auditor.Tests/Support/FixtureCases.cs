using System.Text.Json;

namespace Auditor.Tests.Support;

/// <summary>Cases of a JSON file below <c>fixtures/</c>, free of the document's lifetime.</summary>
internal static class FixtureCases
{
    /// <summary>The elements of the file's array, or of an array in its object.</summary>
    public static List<JsonElement> Read(string relative, string? array = null)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(FixtureFiles.PathOf(relative)));
        var elements = array is null ? document.RootElement : document.RootElement.GetProperty(array);
        return [.. elements.EnumerateArray().Select(e => e.Clone())];
    }
}
