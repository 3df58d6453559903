using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Auditor.Core.Dns;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Tls;

/// <summary>Values of a TLS report as they stand in the text; a value of a wrong type is noted and taken for a missing one.</summary>
internal sealed class TlsValues(JsonTokens json, RepairLog repairs, IntakeLimits limits)
{
    private readonly TextPool pool = new();
    private string current = "";

    /// <summary>The names of the object that the tokens stand on; each value must be read or skipped. No names when it is no object.</summary>
    public IEnumerable<string> Fields()
    {
        if (!IsStart(JsonTokenType.StartObject))
        {
            yield break;
        }

        for (json.Read(); json.Type == JsonTokenType.PropertyName; json.Read())
        {
            current = pool.Get(json.Text);
            yield return current;
        }
    }

    /// <summary>The objects of the list that follows a name; the tokens stand on the object's start. A single object counts as a list of one.</summary>
    public IEnumerable<bool> Objects()
    {
        json.Read();
        if (json.Type == JsonTokenType.StartObject)
        {
            yield return true;
            yield break;
        }

        if (!IsStart(JsonTokenType.StartArray))
        {
            yield break;
        }

        for (json.Read(); json.Type != JsonTokenType.EndArray; json.Read())
        {
            if (IsStart(JsonTokenType.StartObject))
            {
                yield return true;
            }
        }
    }

    /// <summary>A text; null when it is null or empty.</summary>
    public string? Text()
    {
        json.Read();
        return TextHere();
    }

    /// <summary>A list of texts; a single text counts as a list of one, null as an empty list.</summary>
    public ImmutableArray<string> Texts()
    {
        json.Read();
        if (json.Type != JsonTokenType.StartArray)
        {
            return TextHere() is { } single ? [single] : [];
        }

        var texts = ImmutableArray.CreateBuilder<string>();
        for (json.Read(); json.Type != JsonTokenType.EndArray; json.Read())
        {
            if (TextHere() is not { } text)
            {
                continue;
            }

            if (texts.Count == limits.MaxListItems)
            {
                repairs.Add("list-cut", $"of '{Name}' the first {limits.MaxListItems} items are kept", json.Line);
                continue;
            }

            texts.Add(text);
        }

        return texts.ToImmutable();
    }

    /// <summary>A word of a list, lower case; another one is kept as it is and noted.</summary>
    public string? Word(FrozenSet<string> known, string what)
    {
        var text = Text();
        if (text is null)
        {
            return null;
        }

        var word = pool.Get(text.ToLowerInvariant());
        if (!known.Contains(word))
        {
            repairs.Add("unknown-value", $"{what} '{text}' is unknown and kept as text", json.Line);
            return text;
        }

        return word;
    }

    /// <summary>A number of sessions; null counts as 0.</summary>
    /// <exception cref="IntakeException">It is no whole number, negative, or absurd.</exception>
    public long Count()
    {
        json.Read();
        var text = json.Type is JsonTokenType.String or JsonTokenType.Number ? json.Text.Trim() : "";
        if (json.Type == JsonTokenType.Null)
        {
            return 0;
        }

        if (json.Type == JsonTokenType.String)
        {
            repairs.Add("count-as-text", $"'{Name}' is a text instead of a number", json.Line);
        }

        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            || number != decimal.Truncate(number))
        {
            throw new IntakeException(IntakeReason.CountInvalid, $"The value of '{Name}' is no number of sessions.");
        }

        return number > MaxCount
            ? throw new IntakeException(IntakeReason.CountOverflow, $"The value of '{Name}' is larger than {MaxCount}.")
            : (long)number;
    }

    /// <summary>An address in its canonical text; other text as it is.</summary>
    public string? Address() => Text() is { } text ? SourceAddress.Canonical(text.AsSpan().Trim(), pool) ?? text : null;

    /// <summary>A domain, lower-case A-labels where it parses, without the final dot.</summary>
    public static string? Domain(string? text)
    {
        var trimmed = text?.Trim().TrimEnd('.');
        return string.IsNullOrEmpty(trimmed) ? null
            : DomainName.TryParse(trimmed, out var name) && !trimmed.Contains('\uFFFD', StringComparison.Ordinal) ? name.Value : trimmed.ToLowerInvariant();
    }

    // Sums of a thousand policies stay far from what a 64-bit number holds.
    private const long MaxCount = 1_000_000_000_000;

    private string Name => current.Length > 40 ? current[..40] : current;

    private string? TextHere()
    {
        switch (json.Type)
        {
            case JsonTokenType.String or JsonTokenType.Number:
                return Bounded(json.Text);
            case JsonTokenType.Null:
                return null;
            default:
                repairs.Add("wrong-type", $"'{Name}' is no text and was passed over", json.Line);
                json.Skip();
                return null;
        }
    }

    private string? Bounded(string text)
    {
        text = text.Trim();
        if (text.Length > limits.MaxTextChars)
        {
            repairs.Add("text-cut", $"'{Name}' was cut at {limits.MaxTextChars} characters", json.Line);
            text = text[..limits.MaxTextChars];
        }

        return text.Length == 0 ? null : pool.Get(text);
    }

    private bool IsStart(JsonTokenType type)
    {
        if (json.Type == type)
        {
            return true;
        }

        if (json.Type != JsonTokenType.Null)
        {
            repairs.Add("wrong-type", current.Length == 0 ? "the text is no report" : $"'{Name}' has a value of the wrong type, which was passed over", json.Line);
        }

        json.Skip();
        return false;
    }
}
