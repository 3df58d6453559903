using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Auditor.Web.Components.Controls;

/// <summary>A sentence with elements inside, in the order of the words that the language wants.</summary>
internal static partial class Phrase
{
    /// <summary>The text with {0}, {1}, … replaced by elements; a number without an element is shown as it is written.</summary>
    public static RenderFragment With(string text, params RenderFragment[] parts) => builder =>
    {
        var at = 0;
        foreach (var place in Place().EnumerateMatches(text))
        {
            builder.AddContent(0, text[at..place.Index]);
            at = place.Index + place.Length;
            var number = text[place.Index + 1] - '0';
            builder.OpenRegion(1);
            if (number < parts.Length)
            {
                builder.AddContent(0, parts[number]);
            }
            else
            {
                builder.AddContent(1, text[place.Index..at]);
            }

            builder.CloseRegion();
        }

        builder.AddContent(2, text[at..]);
    };

    [GeneratedRegex(@"\{[0-9]\}")]
    private static partial Regex Place();
}
