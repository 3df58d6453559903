using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Configurations;

/// <summary>Who sends as the monitored domains.</summary>
internal static class SourceTables
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<SourceSummary>(source =>
        {
            source.ToTable("Sources");
            source.HasKey(s => new { s.DomainId, s.SourceIp, s.HeaderFrom });
            source.HasIndex(s => s.SourceIp);
            source.HasIndex(s => s.Messages);

            // What the list adds up over all that match: without its sums in the index, every row would have to be read.
            source.HasIndex(s => new { s.Class, s.Messages, s.Aligned, s.NotedAt, s.Novelty });
            source.HasIndex(s => new { s.DomainId, s.Messages, s.Aligned });
            source.HasIndex(s => new { s.ServiceId, s.Messages, s.Aligned, s.DomainId });
            source.HasIndex(s => new { s.ServiceId, s.DomainId, s.Messages, s.Aligned });
            source.HasIndex(s => new { s.Novelty, s.NotedAt });
        });
        builder.Entity<ClassVolume>(volume =>
        {
            volume.ToTable("ClassVolumes");
            volume.HasKey(v => v.DomainId);
            volume.Property(v => v.DomainId).ValueGeneratedNever();
        });
        builder.Entity<SourceAddress>(address =>
        {
            address.ToTable("SourceAddresses");
            address.HasKey(a => a.SourceIp);
            address.HasIndex(a => a.DueAt);
        });
        builder.Entity<SourceDecisionEntry>(decision =>
        {
            decision.ToTable("SourceDecisions");
            decision.HasIndex(d => new { d.DomainId, d.Subject, d.Id });
        });
        builder.Entity<MonitoredDomain>(domain =>
        {
            domain.HasMany<SourceSummary>().WithOne().HasForeignKey(s => s.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasOne<ClassVolume>().WithOne().HasForeignKey<ClassVolume>(v => v.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasMany<SourceDecisionEntry>().WithOne().HasForeignKey(s => s.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasIndex(d => d.SourcesAt);
        });
    }
}
