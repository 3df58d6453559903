using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Configurations;

/// <summary>What lists are asked about, and what they answered.</summary>
internal static class BlocklistTables
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<BlocklistTarget>(target =>
        {
            target.ToTable("BlocklistTargets");
            target.HasKey(t => new { t.DomainId, t.Subject });
            target.HasIndex(t => t.Subject);
            target.HasOne<MonitoredDomain>().WithMany().HasForeignKey(t => t.DomainId).OnDelete(DeleteBehavior.Cascade);
        });

        // No link to a domain: domains share addresses, and what was asked stays asked when a domain goes.
        builder.Entity<BlocklistRecord>(record =>
        {
            record.ToTable("BlocklistRecords");
            record.HasKey(r => new { r.List, r.Subject });
            record.HasIndex(r => new { r.Subject, r.ChangedAt });
            record.HasIndex(r => r.AskedAt);
        });
    }
}
