using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Auditor.Tests.Support;

/// <summary>What tests with real servers share: free ports, programs of the system, and a skip that is a failure in CI.</summary>
internal static class TestServices
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    /// <summary>The path of a program, or null.</summary>
    public static string? Find(string program) => Folders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);

    /// <summary>The path of a program; without it the test is skipped with the reason, or fails with CI=true.</summary>
    public static string Require(string program, string package)
    {
        var path = Find(program);
        if (path is null)
        {
            var reason = $"'{program}' is not installed (Debian package {package}).";
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Skip(reason);
        }

        return path;
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
