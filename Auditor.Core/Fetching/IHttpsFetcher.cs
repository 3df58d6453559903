using Auditor.Core.Dns;

namespace Auditor.Core.Fetching;

/// <summary>
/// Gets small files that audited domains publish. The addresses come from strangers, so whoever implements this sends nothing
/// but a GET to port 443 of a public address, follows no redirect, and keeps to the limits.
/// </summary>
public interface IHttpsFetcher
{
    /// <summary>Gets one file; whatever the server does comes back as a value.</summary>
    /// <param name="address">The <c>https:</c> address as published.</param>
    /// <param name="maxBytes">Longest body in bytes; a longer one ends as <see cref="HttpsStatus.TooLarge"/>.</param>
    /// <param name="resolver">Who resolves the host. The operating system is never asked.</param>
    /// <param name="cancellationToken">Ends the fetch with an <see cref="OperationCanceledException"/>.</param>
    Task<HttpsAnswer> GetAsync(string address, int maxBytes, IDnsResolver resolver, CancellationToken cancellationToken);
}
