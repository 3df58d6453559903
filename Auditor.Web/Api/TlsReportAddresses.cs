using System.Security.Cryptography;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Api;

/// <summary>A domain that TLS reports may be posted for.</summary>
/// <param name="Id">Of the domain.</param>
/// <param name="Name">Lower-case A-labels.</param>
public sealed record TlsReportDomain(int Id, string Name);

/// <summary>The last part of a domain's address; null while it has none.</summary>
public sealed record TlsReportSecret(string? Secret);

/// <summary>Makes and finds the addresses that senders post a domain's TLS reports to (RFC 8460 3).</summary>
public sealed class TlsReportAddresses(IDbContextFactory<AuditorDbContext> contexts, ActivityLog log)
{
    // 160 bits: whoever does not read the domain's DNS record does not come upon it.
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Letters = 32;

    /// <summary>What is known of a domain's address; null when the domain is not kept.</summary>
    public async Task<TlsReportSecret?> ReadAsync(string domain, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Domains.Where(d => d.Name == domain).Select(d => new TlsReportSecret(d.TlsReportSecret)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Gives the domain a new address; the old one is worth nothing from now on. Null when the domain is not kept any more.</summary>
    public async Task<string?> MakeAsync(string domain, Doer doer, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Domains.SingleOrDefaultAsync(d => d.Name == domain, cancellationToken) is not { } found)
        {
            return null;
        }

        var isFirst = found.TlsReportSecret is null;
        found.TlsReportSecret = RandomNumberGenerator.GetString(Alphabet, Letters);
        log.Add(db, doer, new Deed(ActivityActions.TlsAddressMade, domain, isFirst ? null : "another address", "a new address"));
        await db.SaveChangesAsync(cancellationToken);
        return found.TlsReportSecret;
    }

    /// <summary>The domain of a secret; null when there is none.</summary>
    public async Task<TlsReportDomain?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length != Letters)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Domains.Where(d => d.TlsReportSecret == secret).Select(d => new TlsReportDomain(d.Id, d.Name)).SingleOrDefaultAsync(cancellationToken);
    }
}
