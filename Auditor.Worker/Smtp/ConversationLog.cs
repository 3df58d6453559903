using System.Collections.Immutable;
using System.Text;
using MailKit;

namespace Auditor.Worker.Smtp;

/// <summary>Keeps the greeting and the answer to EHLO of one connection as they were sent, each up to a bound.</summary>
internal sealed class ConversationLog : IProtocolLogger
{
    /// <summary>Octets kept of each; a greeting line has 512 at most (RFC 5321 4.5.3.1.5).</summary>
    private const int MaxOctets = 4096;

    private const int MaxLineLength = 512;
    private const int MaxLines = 64;

    private readonly MemoryStream greeting = new();
    private readonly MemoryStream ehlo = new();
    private MemoryStream? current;

    public ConversationLog() => current = greeting;

    /// <inheritdoc />
    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The lines of the greeting; null when the host said nothing.</summary>
    public string? Greeting => Lines(greeting) is { IsEmpty: false } lines ? string.Join('\n', lines) : null;

    /// <summary>The lines of the answer to EHLO (or HELO), without their codes.</summary>
    public ImmutableArray<string> Ehlo => [.. Lines(ehlo).Select(l => l.Length > 4 ? l[4..] : string.Empty)];

    /// <inheritdoc />
    public void LogConnect(Uri uri)
    {
    }

    /// <inheritdoc />
    public void LogClient(byte[] buffer, int offset, int count)
    {
        current = null;
        if (Encoding.Latin1.GetString(buffer, offset, Math.Min(count, 5)).ToUpperInvariant() is "EHLO " or "HELO ")
        {
            ehlo.SetLength(0);
            current = ehlo;
        }
    }

    /// <inheritdoc />
    public void LogServer(byte[] buffer, int offset, int count) =>
        current?.Write(buffer, offset, (int)Math.Min(count, MaxOctets - current.Length));

    /// <inheritdoc />
    public void Dispose()
    {
        // The streams hold memory only, and what they kept is read after the connection is gone.
    }

    private static ImmutableArray<string> Lines(MemoryStream kept) =>
    [
        .. Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length)
            .Split('\n').Select(Clean).Where(l => l.Length > 0).Take(MaxLines),
    ];

    private static string Clean(string line)
    {
        var shown = new string([.. line.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return shown.Length <= MaxLineLength ? shown : shown[..MaxLineLength];
    }
}
