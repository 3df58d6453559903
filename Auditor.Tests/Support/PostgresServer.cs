using System.Diagnostics;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(Auditor.Tests.Support.PostgresCluster))]

namespace Auditor.Tests.Support;

/// <summary>
/// An own PostgreSQL cluster on loopback, one per test run, with a database per caller. It runs as a user that is not root, keeps nothing on disk for
/// safety, and stops at the end of the run.
/// </summary>
internal static class PostgresServer
{
    private static readonly Lazy<Task<string>> Cluster = new(StartAsync);
    private static int databases;
    private static (DirectoryInfo Folder, string Data)? running;

    /// <summary>The connection string of a new database, empty or a copy of another. Without PostgreSQL the test is skipped with the reason, or fails with CI=true.</summary>
    public static async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"auditor_{Interlocked.Increment(ref databases)}";
        var server = await Cluster.Value;
        await using var connection = new NpgsqlConnection($"{server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = template is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {template}";
        await command.ExecuteNonQueryAsync();
        return $"{server};Database={name}";
    }

    /// <summary>Skips here, before anything is started, when the programs are missing.</summary>
    public static void Require() => _ = Binaries;

    /// <summary>Stops the cluster, if there is one, and removes its folder.</summary>
    public static async Task StopAsync()
    {
        if (running is not var (folder, data))
        {
            return;
        }

        running = null;
        await RunAsOwnerAsync("pg_ctl", "-D", data, "-m", "immediate", "stop");
        folder.Delete(recursive: true);
    }

    private static string Binaries
    {
        get
        {
            // Debian keeps the server's programs out of the path, by version.
            var folder = Directory.Exists("/usr/lib/postgresql")
                ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
                : null;
            return folder ?? Path.GetDirectoryName(TestServices.Require("initdb", "postgresql"))!;
        }
    }

    private static async Task<string> StartAsync()
    {
        // The path of the Unix socket is limited to 107 bytes, and the folder must be reachable for the other user.
        var folder = Directory.CreateDirectory(Path.Combine("/tmp", "aupg-" + Guid.NewGuid().ToString("N")[..10]));
        if (Environment.UserName == "root")
        {
            await RunAsync("/bin/chown", "postgres", folder.FullName);
        }

        var data = Path.Combine(folder.FullName, "data");
        await RunAsOwnerAsync("initdb", "-D", data, "-U", "auditor", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        var port = TestServices.FreePort();
        await RunAsOwnerAsync("pg_ctl", "-D", data, "-l", Path.Combine(folder.FullName, "log"), "-w", "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder.FullName} -c fsync=off -c max_connections=200", "start");
        running = (folder, data);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAsync().GetAwaiter().GetResult();
        return $"Host=127.0.0.1;Port={port};Username=auditor;Maximum Pool Size=20";
    }

    private static Task RunAsOwnerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries, program);
        return Environment.UserName == "root" ? RunAsync("/sbin/runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    // pg_ctl leaves the server running with our pipes as its own: they are not waited for.
    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"'{program} {string.Join(' ', arguments)}' ended with {process.ExitCode}.");
    }
}

/// <summary>Stops the PostgreSQL of the test run when its last test has ended.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    public ValueTask DisposeAsync() => new(PostgresServer.StopAsync());
}
