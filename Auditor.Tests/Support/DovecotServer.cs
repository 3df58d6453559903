using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Auditor.Tests.Support;

/// <summary>
/// A real Dovecot 2.3 on loopback with a certificate of its own. Every user name has the password <see cref="Password"/>
/// and an empty mailbox of its own. It stops, and its folder goes, when the object is disposed of.
/// </summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    public const string Password = "s3cret-of-the-mailbox";

    private readonly Process process;
    private readonly DirectoryInfo folder;

    private DovecotServer(Process process, DirectoryInfo folder, int port, int tlsPort, string fingerprint)
    {
        this.process = process;
        this.folder = folder;
        Port = port;
        TlsPort = tlsPort;
        Fingerprint = fingerprint;
    }

    /// <summary>Plain and STARTTLS.</summary>
    public int Port { get; }

    /// <summary>TLS from the first byte.</summary>
    public int TlsPort { get; }

    /// <summary>SHA-256 of the certificate.</summary>
    public string Fingerprint { get; }

    /// <summary>The certificate, signed by itself, for localhost and 127.0.0.1.</summary>
    public string CertificateFile => Path.Combine(folder.FullName, "cert.pem");

    /// <param name="separator">Separator of the folders.</param>
    /// <param name="prefix">Prefix of personal folders, for example <c>INBOX.</c>.</param>
    /// <param name="startTls">False: the server offers no STARTTLS.</param>
    /// <param name="more">Further configuration; <c>FOLDER</c> in it is the server's folder.</param>
    public static async Task<DovecotServer> StartAsync(char separator = '/', string prefix = "", bool startTls = true, string more = "")
    {
        var program = TestServices.Require("dovecot", "dovecot-imapd");

        // Unix sockets lie in the folder: their paths are limited to 108 bytes.
        var folder = Directory.CreateDirectory(Path.Combine("/tmp", "audovecot-" + Guid.NewGuid().ToString("N")[..10]));
        var fingerprint = WriteCertificate(folder.FullName);
        for (var attempt = 0; ; attempt++)
        {
            var (port, tlsPort) = (TestServices.FreePort(), TestServices.FreePort());
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "dovecot.conf"), Configuration(folder.FullName, port, tlsPort, separator, prefix, startTls) + more.Replace("FOLDER", folder.FullName, StringComparison.Ordinal));
            var process = Process.Start(new ProcessStartInfo(program, ["-F", "-c", Path.Combine(folder.FullName, "dovecot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var server = new DovecotServer(process, folder, port, tlsPort, fingerprint);
            if (await ServerProcess.IsUpAsync(server.process, new IPEndPoint(IPAddress.Loopback, server.Port), GreetsAsync))
            {
                return server;
            }

            var log = Path.Combine(folder.FullName, "dovecot.log");
            var said = File.Exists(log) ? await File.ReadAllTextAsync(log) : await process.StandardError.ReadToEndAsync();
            await server.StopAsync();
            if (attempt == 2)
            {
                throw new InvalidOperationException("Dovecot did not start: " + said);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>A server with shared folders below <c>Public</c> and with those of other users below <c>Users</c>, where their owners let others in.</summary>
    public static Task<DovecotServer> StartSharingAsync(char separator)
    {
        var more = """
            mail_plugins = acl
            protocol imap {
              mail_plugins = acl imap_acl
            }
            plugin {
              acl = vfile:FOLDER/global-acl
              acl_shared_dict = file:FOLDER/mail/shared-mailboxes
            }
            namespace public {
              type = public
              separator = SEP
              prefix = PublicSEP
              location = maildir:FOLDER/mail/public
              subscriptions = no
            }
            namespace users {
              type = shared
              separator = SEP
              prefix = UsersSEP%%uSEP
              location = maildir:FOLDER/mail/%%u/Maildir
              subscriptions = no
              list = children
            }

            """;
        return StartAsync(separator, more: more.Replace("SEP", separator.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Stops the server, as a crash or an upgrade would.</summary>
    public async Task StopAsync()
    {
        // Dovecot's master ends its children on SIGTERM.
        await ServerProcess.StopAsync(process);
    }

    private static async Task<bool> GreetsAsync(NetworkStream stream)
    {
        var buffer = new byte[4];
        await stream.ReadExactlyAsync(buffer);
        return Encoding.ASCII.GetString(buffer) == "* OK";
    }

    private static string WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        File.WriteAllText(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    // Everything lies in one folder and runs as the user who starts it; only imap-login refuses to run as root. The penalty
    // and the delay after a wrong password are off, or they would slow the next test down.
    private static string Configuration(string folder, int port, int tlsPort, char separator, string prefix, bool startTls)
    {
        var root = Environment.UserName == "root";
        var user = root ? "dovecot" : Environment.UserName;
        var login = root ? "dovenull" : Environment.UserName;
        var mail = root ? "nobody" : Environment.UserName;
        var mailFolder = Directory.CreateDirectory(Path.Combine(folder, "mail")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "run"));
        File.WriteAllText(Path.Combine(folder, "global-acl"), "Public* anyone lrwstipekxa\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
            File.SetUnixFileMode(mailFolder, (UnixFileMode)0b111_111_111);
        }

        return $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/run
            log_path = {{folder}}/dovecot.log
            instance_name = auditor-test-{{port}}
            listen = 127.0.0.1
            protocols = imap
            default_internal_user = {{user}}
            default_internal_group = {{(root ? "dovecot" : GroupOf(user))}}
            default_login_user = {{login}}
            mail_uid = {{mail}}
            mail_gid = {{(root ? "nogroup" : GroupOf(user))}}
            first_valid_uid = 0
            mail_home = {{mailFolder}}/%u
            mail_location = maildir:~/Maildir
            disable_plaintext_auth = no
            auth_mechanisms = plain login
            auth_failure_delay = 0
            mail_fsync = never
            mail_max_userip_connections = 50
            passdb {
              driver = static
              args = password={{Password}}
            }
            userdb {
              driver = static
              args = uid={{mail}} gid={{(root ? "nogroup" : GroupOf(user))}} home={{mailFolder}}/%u
            }
            ssl = {{(startTls ? "yes" : "no")}}
            ssl_cert = <{{folder}}/cert.pem
            ssl_key = <{{folder}}/key.pem
            namespace inbox {
              inbox = yes
              separator = {{separator}}
              prefix = {{prefix}}
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{port}}
              }
              inet_listener imaps {
                port = {{(startTls ? tlsPort : 0)}}
                ssl = yes
              }
            }
            service anvil {
              chroot =
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service stats {
              chroot =
            }
            service auth {
              user = {{user}}
            }
            service auth-worker {
              user = {{user}}
            }

            """;
    }

    private static string GroupOf(string user)
    {
        using var id = Process.Start(new ProcessStartInfo("/usr/bin/id", ["-gn", user]) { RedirectStandardOutput = true })!;
        var group = id.StandardOutput.ReadToEnd().Trim();
        id.WaitForExit();
        return group;
    }
}
