using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Auditor.Core.Storage.Entities;
using MimeKit;

namespace Auditor.Tests.Support;

/// <summary>
/// A real aiosmtpd on loopback that keeps what it takes. It refuses recipients of <c>nobody@</c> with 550, senders of <c>banned@</c> with 553, and mails to <c>full@</c> with 552
/// after their content.
/// </summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    public const string UserName = "auditor";
    public const string Password = "relay-canary-7f31";

    // Python of the system, since that is where the package puts it.
    private const string Script = """
        import asyncio, json, os, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
        port, folder, cert, key, security, needs_user = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5], sys.argv[6] == "yes"
        class Handler:
            count = 0
            async def handle_MAIL(self, server, session, envelope, address, options):
                if address.startswith("banned@"): return "553 5.7.1 sender not allowed"
                envelope.mail_from = address
                return "250 OK"
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address.startswith("nobody@"): return "550 5.1.1 no such user here"
                envelope.rcpt_tos.append(address)
                return "250 OK"
            async def handle_DATA(self, server, session, envelope):
                if any(a.startswith("full@") for a in envelope.rcpt_tos): return "552 5.2.2 over quota"
                Handler.count += 1
                name = os.path.join(folder, "%04d" % Handler.count)
                with open(name + ".json", "w") as f: json.dump({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": security == "Tls" or session.ssl is not None, "user": session.authenticated}, f)
                with open(name + ".part", "wb") as f: f.write(envelope.original_content)
                os.rename(name + ".part", name + ".eml")
                return "250 OK"
        def check(server, session, envelope, mechanism, data):
            good = isinstance(data, LoginPassword) and data.login == b"auditor" and data.password == b"relay-canary-7f31"
            return AuthResult(success=good, handled=False) if not good else AuthResult(success=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        def make():
            return SMTP(Handler(), hostname="relay.example", tls_context=context if security == "StartTls" else None, authenticator=check, auth_required=needs_user, auth_require_tls=security == "StartTls")
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        loop.run_until_complete(loop.create_server(make, "127.0.0.1", port, ssl=context if security == "Tls" else None))
        loop.run_forever()
        """;

    private readonly Process process;
    private readonly DirectoryInfo folder;

    private MailReceiver(Process process, DirectoryInfo folder, int port, string fingerprint)
    {
        this.process = process;
        this.folder = folder;
        Port = port;
        Fingerprint = fingerprint;
    }

    public int Port { get; }

    /// <summary>SHA-256 of its certificate.</summary>
    public string Fingerprint { get; }

    /// <summary>Mails taken, in their order.</summary>
    public IReadOnlyList<MimeMessage> Mails => [.. folder.GetFiles("*.eml").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => MimeMessage.Load(f.FullName))];

    /// <summary>What each was wrapped in, as JSON.</summary>
    public IReadOnlyList<string> Envelopes => [.. folder.GetFiles("*.json").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => File.ReadAllText(f.FullName))];

    /// <summary>Starts one.</summary>
    public static async Task<MailReceiver> StartAsync(MailboxSecurity security = MailboxSecurity.None, bool needsUser = false)
    {
        TestServices.Require("aiosmtpd", "python3-aiosmtpd");
        var python = TestServices.Require("python3", "python3");
        var folder = Directory.CreateTempSubdirectory("auditor-receiver-");
        using var authority = new TestAuthority();
        var certificate = authority.Issue("relay.example");
        var (script, cert, key) = (Path.Combine(folder.FullName, "receiver.py"), Path.Combine(folder.FullName, "cert.pem"), Path.Combine(folder.FullName, "key.pem"));
        await File.WriteAllTextAsync(script, Script);
        await File.WriteAllTextAsync(cert, certificate.ExportCertificatePem());
        using (var privateKey = certificate.GetECDsaPrivateKey()!)
        {
            await File.WriteAllTextAsync(key, privateKey.ExportPkcs8PrivateKeyPem());
        }

        for (var attempt = 0; ; attempt++)
        {
            var port = TestServices.FreePort();
            string[] arguments = [script, port.ToString(CultureInfo.InvariantCulture), folder.FullName, cert, key, security.ToString(), needsUser ? "yes" : "no"];
            var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            if (await ServerProcess.IsUpAsync(process, new IPEndPoint(IPAddress.Loopback, port)))
            {
                return new MailReceiver(process, folder, port, certificate.GetCertHashString(HashAlgorithmName.SHA256));
            }

            await ServerProcess.StopAsync(process);
            var said = await process.StandardError.ReadToEndAsync();
            process.Dispose();
            if (attempt == 2)
            {
                throw new InvalidOperationException("The receiver did not start: " + said);
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
