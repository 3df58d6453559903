using Auditor.Core.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage.Configurations;

/// <summary>TLS reports, failure reports and complaints. No foreign keys, as with aggregate reports.</summary>
internal static class KindTables
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<StoredTlsReport>(report =>
        {
            report.ToTable("TlsReports");
            report.HasIndex(r => new { r.PolicyDomain, r.OrgKey, r.ReportId, r.Begin, r.End }).IsUnique();
            report.HasIndex(r => r.ContentHash).IsUnique();
            report.HasIndex(r => r.End);
            report.HasIndex(r => new { r.Tier, r.Id }).HasFilter("\"Tier\" IN (3, 4)");
        });
        builder.Entity<TlsDailyTotal>(total =>
        {
            total.ToTable("TlsDailyTotals");
            total.HasKey(t => new { t.Domain, t.Day, t.OrgKey, t.PolicyType, t.Tier });
            total.HasIndex(t => t.Day);
        });
        builder.Entity<TlsDailyFailure>(failure =>
        {
            failure.ToTable("TlsDailyFailures");
            failure.HasKey(f => new { f.Domain, f.Day, f.OrgKey, f.ResultType, f.MxHost, f.Tier });
            failure.HasIndex(f => f.Day);
        });
        builder.Entity<StoredFailureReport>(report =>
        {
            report.ToTable("FailureReports");
            report.HasIndex(r => new { r.Domain, r.ReceivedAt });
            report.HasIndex(r => r.ReceivedAt);
            report.HasIndex(r => r.Id).HasFilter("\"Tier\" = 4");
        });
        builder.Entity<ComplaintCount>(count =>
        {
            count.ToTable("Complaints");
            count.HasKey(c => new { c.Domain, c.Day, c.SourceIp, c.FeedbackType, c.Tier });
            count.HasIndex(c => c.Day);
        });
        builder.Entity<CountedFeedback>(counted =>
        {
            counted.ToTable("CountedFeedback");
            counted.HasKey(c => c.Hash);
            counted.HasIndex(c => c.SeenAt);
        });
    }
}
