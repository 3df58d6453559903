using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Auditor.Tests.Support;

/// <summary>A real aiosmtpd on loopback with STARTTLS; it throws mail away. It stops, and its folder goes, when the object is disposed of.</summary>
internal sealed class AiosmtpdServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly DirectoryInfo folder;

    private AiosmtpdServer(Process process, DirectoryInfo folder, int port)
    {
        this.process = process;
        this.folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Starts one that shows the certificate.</summary>
    public static async Task<AiosmtpdServer> StartAsync(SslStreamCertificateContext certificate)
    {
        var program = TestServices.Require("aiosmtpd", "python3-aiosmtpd");
        var folder = Directory.CreateTempSubdirectory("auditor-aiosmtpd-");
        var (cert, key) = (Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(cert, certificate.TargetCertificate.ExportCertificatePem());
        using (var privateKey = certificate.TargetCertificate.GetECDsaPrivateKey()!)
        {
            await File.WriteAllTextAsync(key, privateKey.ExportPkcs8PrivateKeyPem());
        }

        for (var attempt = 0; ; attempt++)
        {
            var port = TestServices.FreePort();
            string[] arguments = ["-n", "-c", "aiosmtpd.handlers.Sink", "-l", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "--tlscert", cert, "--tlskey", key];
            var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            if (await ServerProcess.IsUpAsync(process, new IPEndPoint(IPAddress.Loopback, port)))
            {
                return new AiosmtpdServer(process, folder, port);
            }

            await ServerProcess.StopAsync(process);
            var said = await process.StandardError.ReadToEndAsync();
            process.Dispose();
            if (attempt == 2)
            {
                throw new InvalidOperationException("aiosmtpd did not start: " + said);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ServerProcess.StopAsync(process);
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
