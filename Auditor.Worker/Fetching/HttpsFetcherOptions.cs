using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Auditor.Worker.Fetching;

/// <summary>The limits of <see cref="HttpsFetcher"/>. What is internal is there for tests on loopback.</summary>
public sealed record HttpsFetcherOptions
{
    /// <summary>Time for one fetch with DNS, handshake and body: what the threat list allows a stranger's server.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for others to end. With it an audit stays well inside its lease.</summary>
    public TimeSpan QueueTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time for one address of a host.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Fetches at a time.</summary>
    public int MaxAtOnce { get; init; } = 4;

    /// <summary>The port dialled. Addresses name none but 443, whatever this says.</summary>
    internal int Port { get; init; } = 443;

    /// <summary>Which addresses may be dialled.</summary>
    internal Func<IPAddress, bool> MayDial { get; init; } = Core.Fetching.PublicAddress.IsPublic;

    /// <summary>Connects; null for a socket.</summary>
    internal Func<IPEndPoint, CancellationToken, ValueTask<Stream>>? Connect { get; init; }

    /// <summary>The only authorities to trust; null for the system's.</summary>
    internal X509Certificate2? Root { get; init; }
}
