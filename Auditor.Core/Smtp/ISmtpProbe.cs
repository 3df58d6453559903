using System.Net;
using Auditor.Core.Dns;

namespace Auditor.Core.Smtp;

/// <summary>
/// Asks a mail host what it says of itself: banner, EHLO, STARTTLS, certificate. A probe sends no mail and names no
/// recipient. Whether an address may be connected to at all is the implementation's to decide.
/// </summary>
public interface ISmtpProbe
{
    /// <summary>Connects once and leaves. Whatever the host or the network does comes back as a value.</summary>
    /// <param name="address">Where to connect.</param>
    /// <param name="host">The name to ask for in the TLS handshake; null when the address has no name that senders know.</param>
    /// <param name="cancellationToken">Ends the probe with an <see cref="OperationCanceledException"/>.</param>
    ValueTask<SmtpProbeResult> ProbeAsync(IPAddress address, DomainName? host, CancellationToken cancellationToken);
}
