using System.Text;
using Xunit;

namespace Auditor.Tests.Support;

/// <summary>A Dovecot that counts what each user holds, and lets nobody hold more than <see cref="LimitBytes"/>.</summary>
public sealed class QuotaFixture : IAsyncLifetime
{
    public const int LimitBytes = 1024 * 1024;

    internal DovecotServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await DovecotServer.StartAsync(more:
        """
        mail_plugins = quota
        protocol imap {
          mail_plugins = quota imap_quota
        }
        plugin {
          quota = maildir:User quota
          quota_rule = *:storage=1M
          quota_rule2 = *:messages=10000
        }

        """);

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    /// <summary>A mail of about this many bytes, with no report in it.</summary>
    internal static byte[] Letter(int bytes)
    {
        var line = new string('x', 74) + "\r\n";
        return Encoding.ASCII.GetBytes("From: somebody@example.net\r\nTo: reports@example.com\r\nSubject: A long letter\r\n\r\n" + string.Concat(Enumerable.Repeat(line, bytes / line.Length)));
    }
}
