using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Auditor.Tests.Support;

/// <summary>
/// An IMAP server of a few commands whose mails a test gives, and whose oddities a test plays: for each command line a test may answer
/// in the server's place, break off, or fall silent.
/// </summary>
internal sealed class ScriptedImapServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    public ScriptedImapServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>By UID.</summary>
    public SortedDictionary<uint, byte[]> Mails { get; } = [];

    /// <summary>Gets the command without its tag; null lets the server answer, other text is sent (with <c>{tag}</c> filled in), "bye" and "silence" do so.</summary>
    public Func<string, string?> Odd { get; set; } = _ => null;

    /// <summary>Every command of every connection, without tags.</summary>
    public List<string> Commands { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await SendAsync(stream, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS] ready\r\n");
                while (await reader.ReadLineAsync(stop.Token) is { } line && await AnswerAsync(stream, line))
                {
                    // The next command.
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // The end of a connection, whichever side made it.
            }
        }
    }

    private async Task<bool> AnswerAsync(NetworkStream stream, string line)
    {
        var (tag, command) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        string? odd;
        lock (Commands)
        {
            Commands.Add(command);
            odd = Odd(command);
        }

        switch (odd)
        {
            case "bye":
                await SendAsync(stream, "* BYE going down\r\n");
                return false;
            case "silence":
                await Task.Delay(Timeout.Infinite, stop.Token);
                return false;
            case not null:
                await SendAsync(stream, odd.Replace("{tag}", tag, StringComparison.Ordinal));
                return true;
        }

        await SendAsync(stream, Untagged(command) + $"{tag} OK {(command.StartsWith("EXAMINE", StringComparison.Ordinal) ? "[READ-ONLY] " : string.Empty)}done\r\n");
        return !command.StartsWith("LOGOUT", StringComparison.Ordinal);
    }

    private string Untagged(string command) => command.Split(' ') switch
    {
        ["CAPABILITY", ..] => "* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR UIDPLUS\r\n",
        ["LIST", ..] => "* LIST (\\HasNoChildren) \"/\" INBOX\r\n",
        ["EXAMINE" or "SELECT", ..] => string.Create(CultureInfo.InvariantCulture,
            $"* FLAGS (\\Seen)\r\n* {Mails.Count} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT {(Mails.Count == 0 ? 1 : Mails.Keys.Max() + 1)}] ok\r\n"),
        ["UID", "SEARCH", ..] => $"* SEARCH {string.Join(' ', Mails.Keys)}\r\n",
        ["UID", "FETCH", var set, ..] => Fetch(set, withBody: command.Contains("BODY", StringComparison.Ordinal)),
        ["LOGOUT", ..] => "* BYE bye\r\n",
        _ => string.Empty,
    };

    private string Fetch(string set, bool withBody)
    {
        var answer = new StringBuilder();
        foreach (var (index, (uid, mail)) in Mails.Index().Where(m => IsIn(set, m.Item.Key)))
        {
            answer.Append(CultureInfo.InvariantCulture, $"* {index + 1} FETCH (UID {uid} RFC822.SIZE {mail.Length}");
            answer.Append(withBody ? $" BODY[] {{{mail.Length}}}\r\n{Encoding.Latin1.GetString(mail)})\r\n" : ")\r\n");
        }

        return answer.ToString();
    }

    private static bool IsIn(string set, uint uid) => set.Split(',').Any(range =>
        range.Split(':') is [var from, var to]
            ? uid >= uint.Parse(from, CultureInfo.InvariantCulture) && (to == "*" || uid <= uint.Parse(to, CultureInfo.InvariantCulture))
            : uid == uint.Parse(range, CultureInfo.InvariantCulture));

    private async Task SendAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop.Token);
}
