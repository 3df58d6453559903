using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Reports.Tls;

/// <summary>Reads JSON token by token from a stream, holding one token at a time. What is wrong with the text is an <see cref="IntakeException"/> or a <see cref="JsonException"/>.</summary>
internal sealed class JsonTokens(Stream content, IntakeLimits limits) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private long total;
    private bool isAtEnd;
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = limits.MaxJsonDepth + 8, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });

    public JsonTokenType Type { get; private set; }

    /// <summary>The token's text: of a name, a string or a number; empty otherwise.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Open objects and arrays around the token; the outermost one is at 0.</summary>
    public int Depth { get; private set; }

    /// <summary>Line of the token's end, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>True once a text had bytes that are no UTF-8, or halves of surrogate pairs: they became U+FFFD.</summary>
    public bool HasBadText { get; private set; }

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="IntakeException">The text breaks off, is nested too deeply or holds a token that is too long.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public void Read()
    {
        SkipPreamble();
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinalBlock: false, state);
            if (reader.Read())
            {
                Take(ref reader);
                return;
            }

            Consume(ref reader);
            if (isAtEnd)
            {
                throw new IntakeException(IntakeReason.JsonTruncated, "The text breaks off before the report ends.");
            }

            Fill();
        }
    }

    /// <summary>Passes over the value that the tokens stand on, or, on a name, over its value.</summary>
    public void Skip()
    {
        if (Type == JsonTokenType.PropertyName)
        {
            Read();
        }

        if (Type is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var depth = Depth;
            do
            {
                Read();
            }
            while (Depth > depth || Type is not (JsonTokenType.EndObject or JsonTokenType.EndArray));
        }
    }

    /// <summary>Reads what follows the report's end.</summary>
    /// <returns>The first byte that is no white space and no NUL; null when there is none.</returns>
    public byte? ReadRest()
    {
        byte? first = null;
        while (true)
        {
            foreach (var b in buffer.AsSpan(start, end - start))
            {
                if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0))
                {
                    first ??= b;
                    break;
                }
            }

            start = end;
            if (isAtEnd)
            {
                return first;
            }

            Fill();
        }
    }

    /// <summary>SHA-256 of all that was read, lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(hash.GetCurrentHash());

    public void Dispose() => hash.Dispose();

    // A byte order mark, or NUL padding, before the text.
    private void SkipPreamble()
    {
        if (Type != JsonTokenType.None)
        {
            return;
        }

        while (end - start < Encoding.UTF8.Preamble.Length && !isAtEnd)
        {
            Fill();
        }

        if (buffer.AsSpan(start, end - start).StartsWith(Encoding.UTF8.Preamble))
        {
            start += Encoding.UTF8.Preamble.Length;
        }

        while (start < end && buffer[start] is 0 or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            start++;
        }
    }

    private void Take(ref Utf8JsonReader reader)
    {
        Type = reader.TokenType;
        Depth = reader.CurrentDepth;
        if (Depth >= limits.MaxJsonDepth && Type is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            throw new IntakeException(IntakeReason.JsonTooDeep, $"Objects and arrays are nested deeper than {limits.MaxJsonDepth}.");
        }

        Text = Type is JsonTokenType.String or JsonTokenType.PropertyName or JsonTokenType.Number ? TextOf(ref reader) : "";
        Consume(ref reader);
    }

    private string TextOf(ref Utf8JsonReader reader)
    {
        if (Type == JsonTokenType.Number)
        {
            return Encoding.ASCII.GetString(reader.ValueSpan);
        }

        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // The reader refuses text that is no UTF-8; a report is worth more than one of its letters.
            HasBadText = true;
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private void Consume(ref Utf8JsonReader reader)
    {
        Line += buffer.AsSpan(start, (int)reader.BytesConsumed).Count((byte)'\n');
        state = reader.CurrentState;
        start += (int)reader.BytesConsumed;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            if (buffer.Length >= limits.MaxJsonTokenBytes)
            {
                throw new IntakeException(IntakeReason.JsonTokenTooLong, $"A single value is longer than {limits.MaxJsonTokenBytes} bytes.");
            }

            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var read = content.Read(buffer, end, buffer.Length - end);
        total += read;
        if (total > limits.MaxTlsBytes)
        {
            throw new IntakeException(IntakeReason.ExpandedTooLarge, $"The report is larger than {limits.MaxTlsBytes} bytes.");
        }

        hash.AppendData(buffer, end, read);
        end += read;
        isAtEnd = read == 0;
    }
}
