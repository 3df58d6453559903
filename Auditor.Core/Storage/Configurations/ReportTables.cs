using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Configurations;

/// <summary>Reports and what is counted from them. No foreign keys: they would be checked once a row, and nothing here is deleted but by retention.</summary>
internal static class ReportTables
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<StoredReport>(report =>
        {
            report.ToTable("Reports");
            report.HasIndex(r => new { r.PolicyDomain, r.OrgKey, r.ReportId, r.Begin, r.End });
            report.HasIndex(r => new { r.Tier, r.Id }).HasFilter("\"Tier\" IN (3, 4)");
            report.HasIndex(r => r.ContentHash).IsUnique();
            report.HasIndex(r => new { r.PolicyDomain, r.End });
            report.HasIndex(r => r.End);
            report.HasIndex(r => new { r.OrgKey, r.End });
            report.HasIndex(r => r.ReportId);
            report.HasIndex(r => new { r.End, r.PolicyDomain }).HasFilter(Queries.LongReports.Condition);
        });
        builder.Entity<StoredRow>(row =>
        {
            row.ToTable("ReportRows");
            row.HasKey(r => new { r.ReportId, r.Ordinal });
            row.Property(r => r.ReportId).ValueGeneratedNever();
        });
        builder.Entity<RawReport>(raw =>
        {
            raw.ToTable("RawReports");
            raw.HasKey(r => r.ReportId);
            raw.Property(r => r.ReportId).ValueGeneratedNever();
            raw.HasIndex(r => r.End);
        });
        builder.Entity<DailyRollup>(rollup =>
        {
            rollup.ToTable("DailyRollups");
            rollup.HasKey(r => new { r.PolicyDomain, r.Day, r.Tier, r.SourceIp, r.HeaderFrom, r.DkimAligned, r.SpfAligned, r.Disposition });
        });
        builder.Entity<DailyTotal>(total =>
        {
            total.ToTable("DailyTotals");
            total.HasKey(t => new { t.PolicyDomain, t.Day, t.Tier });
            total.HasIndex(t => t.Day);
        });
        builder.Entity<ReportedDomain>(domain =>
        {
            domain.ToTable("ReportedDomains");
            domain.HasKey(d => d.Name);
        });
        builder.Entity<IntakeCount>(count =>
        {
            count.ToTable("IntakeCounts");
            count.HasKey(c => new { c.Day, c.PolicyDomain, c.SenderDomain });
        });
        builder.Entity<ReportSelector>(selector =>
        {
            selector.ToTable("ReportSelectors");
            selector.HasKey(s => new { s.PolicyDomain, s.SigningDomain, s.Selector });
            selector.HasIndex(s => new { s.SigningDomain, s.LastDay });
        });
    }
}
