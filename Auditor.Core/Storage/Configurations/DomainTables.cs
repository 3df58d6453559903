using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Configurations;

/// <summary>Domains and all that goes when a domain is deleted.</summary>
internal static class DomainTables
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<SavedView>(view =>
        {
            view.ToTable("SavedViews");
            view.HasIndex(v => new { v.Owner, v.Name }).IsUnique();
        });
        builder.Entity<DomainGroup>(group =>
        {
            group.ToTable("Groups");
            group.HasIndex(g => g.Name).IsUnique();
            group.HasMany(g => g.Domains).WithOne(d => d.Group).HasForeignKey(d => d.GroupId).OnDelete(DeleteBehavior.SetNull);
        });
        builder.Entity<Tag>(tag =>
        {
            tag.ToTable("Tags");
            tag.HasIndex(t => t.Name).IsUnique();
            tag.HasMany(t => t.Domains).WithMany(d => d.Tags).UsingEntity(join => join.ToTable("DomainTags"));
        });
        builder.Entity<MonitoredDomain>(domain =>
        {
            domain.ToTable("Domains");
            domain.HasIndex(d => d.Name).IsUnique();
            domain.HasIndex(d => d.NextAuditAt);
            domain.HasIndex(d => d.GateAt);
            domain.HasIndex(d => d.TlsReportSecret).IsUnique();
            domain.HasMany(d => d.Selectors).WithOne().HasForeignKey(s => s.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasMany(d => d.SendingAddresses).WithOne().HasForeignKey(a => a.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasMany<DomainKey>().WithOne().HasForeignKey(k => k.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasMany<StoredAudit>().WithOne().HasForeignKey(a => a.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasMany<StoredChange>().WithOne().HasForeignKey(c => c.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasMany<PolicyMove>().WithOne().HasForeignKey(m => m.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasOne<KnownRecords>().WithOne().HasForeignKey<KnownRecords>(k => k.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasMany<DomainFinding>().WithOne().HasForeignKey(f => f.DomainId).OnDelete(DeleteBehavior.Cascade);
            domain.HasMany<EndedFinding>().WithOne().HasForeignKey(f => f.DomainId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<DomainSelector>(selector =>
        {
            selector.ToTable("DomainSelectors");
            selector.HasIndex(s => new { s.DomainId, s.Selector }).IsUnique();
        });
        builder.Entity<SendingAddress>(address =>
        {
            address.ToTable("SendingAddresses");
            address.HasIndex(a => new { a.DomainId, a.Address }).IsUnique();
        });
        builder.Entity<DomainKey>(key =>
        {
            key.ToTable("DomainKeys");
            key.HasIndex(k => new { k.DomainId, k.Selector, k.Fingerprint }).IsUnique();
            key.HasIndex(k => k.Fingerprint);
        });
        builder.Entity<StoredAudit>(audit =>
        {
            audit.ToTable("Audits");
            audit.HasIndex(a => new { a.DomainId, a.AuditedAt }).IsUnique();
            audit.HasIndex(a => a.AuditedAt);
        });
        builder.Entity<StoredChange>(change =>
        {
            change.ToTable("Changes");
            change.HasIndex(c => new { c.DomainId, c.ChangedAt, c.Name, c.Type }).IsUnique();
            change.HasIndex(c => c.ChangedAt);
        });
        builder.Entity<PolicyMove>(move =>
        {
            move.ToTable("PolicyMoves");
            move.HasIndex(m => new { m.DomainId, m.MovedAt }).IsUnique();
            move.HasIndex(m => m.MovedAt).HasFilter("\"FromStage\" IS NOT NULL");
        });
        builder.Entity<KnownRecords>(known =>
        {
            known.ToTable("KnownRecords");
            known.HasKey(k => k.DomainId);
            known.Property(k => k.DomainId).ValueGeneratedNever();
        });
        builder.Entity<DomainFinding>(finding =>
        {
            finding.ToTable("DomainFindings");
            finding.HasIndex(f => new { f.DomainId, f.Code, f.Subject }).IsUnique();
            finding.HasIndex(f => new { f.Severity, f.FirstSeenAt });
            finding.HasIndex(f => new { f.Code, f.FirstSeenAt });
        });
        builder.Entity<EndedFinding>(finding =>
        {
            finding.ToTable("EndedFindings");
            finding.HasIndex(f => new { f.DomainId, f.EndedAt, f.Code, f.Subject }).IsUnique();
            finding.HasIndex(f => new { f.Code, f.EndedAt });
        });
    }
}
