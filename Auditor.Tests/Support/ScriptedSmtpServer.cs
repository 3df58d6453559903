using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Auditor.Tests.Support;

/// <summary>
/// An SMTP server of a few commands on loopback whose greeting, extensions, certificate and oddities a test gives. It
/// notes every command and never takes mail.
/// </summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;
    private int connections;

    public ScriptedSmtpServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Sent as it is; null falls silent, empty closes at once.</summary>
    public string? Greeting { get; init; } = "220 mail.example.com ESMTP ready\r\n";

    /// <summary>Repeats the greeting until the other side leaves.</summary>
    public bool RepeatsGreeting { get; init; }

    public string Ehlo { get; init; } = "250-mail.example.com at your service\r\n250-PIPELINING\r\n250 STARTTLS\r\n";

    /// <summary>Null breaks the connection off when TLS begins.</summary>
    public SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>Gets the command; null lets the server answer, other text is sent.</summary>
    public Func<string, string?> Odd { get; init; } = _ => null;

    /// <summary>Every command of every connection, with <c>(tls)</c> before those inside TLS.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>The name asked for in the last handshake.</summary>
    public string? ServerName { get; private set; }

    public int Connections => connections;

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
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            Interlocked.Increment(ref connections);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (!await GreetAsync(stream) || !await ConverseAsync(stream, string.Empty) || Certificate is null)
                {
                    return;
                }

                await using var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync((_, hello, _, _) => Options(hello), null, stop.Token);
                await ConverseAsync(tls, "(tls) ");
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or AuthenticationException)
            {
                // The end of a connection, whichever side made it.
            }
        }
    }

    private ValueTask<SslServerAuthenticationOptions> Options(SslClientHelloInfo hello)
    {
        ServerName = hello.ServerName;
        return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = Certificate });
    }

    private async Task<bool> GreetAsync(NetworkStream stream)
    {
        if (Greeting is null)
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
        }

        do
        {
            await SendAsync(stream, Greeting!);
        }
        while (RepeatsGreeting);
        return Greeting!.Length > 0;
    }

    // True when TLS begins. Bytes are read one by one, so that nothing of the handshake is taken.
    private async Task<bool> ConverseAsync(Stream stream, string prefix)
    {
        while (await ReadLineAsync(stream) is { } line)
        {
            lock (Commands)
            {
                Commands.Add(prefix + line);
            }

            var odd = Odd(line);
            await SendAsync(stream, odd ?? Answer(line));
            if (line == "QUIT")
            {
                return false;
            }

            if (line == "STARTTLS" && odd is null)
            {
                return true;
            }
        }

        return false;
    }

    private string Answer(string line) => line.Split(' ')[0] switch
    {
        "EHLO" => Ehlo,
        "HELO" => "250 mail.example.com\r\n",
        "STARTTLS" => "220 go ahead\r\n",
        "QUIT" => "221 bye\r\n",
        _ => "502 not implemented\r\n",
    };

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet, stop.Token) == 1)
        {
            if (octet[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)octet[0]);
        }

        return null;
    }

    private async Task SendAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop.Token);
}
