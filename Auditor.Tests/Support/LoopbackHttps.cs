using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace Auditor.Tests.Support;

/// <summary>A real HTTPS server (Kestrel) on loopback, with a certificate by the name that the client asks for.</summary>
internal sealed class LoopbackHttps : IAsyncDisposable
{
    private readonly WebApplication app;
    private int requests;

    private LoopbackHttps(WebApplication app) => this.app = app;

    public int Port => new Uri(app.Urls.First()).Port;

    /// <summary>Requests so far.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <param name="certificateOf">The certificate for a host name.</param>
    /// <param name="answer">What a request gets.</param>
    public static async Task<LoopbackHttps> StartAsync(Func<string?, X509Certificate2> certificateOf, RequestDelegate answer)
    {
        var server = new LoopbackHttps(Build(listen => listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            // Offline: else the server itself would fetch missing issuers, and the tests could not tell who did.
            OnConnection = hello => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(certificateOf(hello.ClientHelloInfo.ServerName), null, offline: true),
            }),
        })));
        server.app.Run(context =>
        {
            Interlocked.Increment(ref server.requests);
            return answer(context);
        });
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A server that shakes hands and then sends these bytes, whatever it is asked.</summary>
    public static async Task<LoopbackHttps> StartRawAsync(X509Certificate2 certificate, byte[] reply)
    {
        var server = new LoopbackHttps(Build(listen =>
        {
            listen.UseHttps(certificate);
            listen.Run(async connection =>
            {
                await connection.Transport.Input.ReadAsync();
                await connection.Transport.Output.WriteAsync(reply);
                await connection.Transport.Output.CompleteAsync();
            });
        }));
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    private static WebApplication Build(Action<ListenOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            configure(listen);
        }));
        return builder.Build();
    }
}
