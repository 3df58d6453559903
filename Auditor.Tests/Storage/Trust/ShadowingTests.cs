using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Core.Storage.Ingest;
using Auditor.Tests.Support;
using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Auditor.Tests.Storage.Trust;

/// <summary>Copies under the key of a real report: none of them takes its place.</summary>
public sealed class ShadowingTests
{
    private static readonly string Real = SignedMails.Xml("google.com", TrustStore.Google, count: 40);
    private static readonly string Fake = SignedMails.Xml("google.com", TrustStore.Google, count: 9, aligned: "fail", ip: "203.0.113.9");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite, true)]
    [InlineData(StorageProvider.Sqlite, false)]
    [InlineData(StorageProvider.Postgres, true)]
    [InlineData(StorageProvider.Postgres, false)]
    public async Task A_forged_copy_never_shadows_the_verified_report_whichever_comes_first(StorageProvider provider, bool forgedFirst)
    {
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        byte[][] mails = [TrustStore.Forged(Fake), TrustStore.Signed(Real)];
        var results = await store.TakeInAsync(forgedFirst ? mails : mails.Reverse());

        results.Select(r => r.Outcome).Should().Equal(PartOutcome.Imported, PartOutcome.Imported);
        results.Select(r => r.ReasonCode).Should().Equal(null, IngestReason.Conflict);
        (await store.ReportsAsync()).Select(r => (r.Tier, r.IsConflict, r.IsDisplaced, r.MessageCount)).Should().BeEquivalentTo(
            [(TrustTier.Verified, true, false, 40L), (TrustTier.Unauthenticated, true, true, 9L)]);
        (await store.SumsAsync()).Should().Equal(await store.SumsOfRowsAsync()).And.HaveCount(2).And.OnlyContain(line => line.Contains("Verified") && line.Contains("40"));
        (await SelectorsAsync(store)).Should().Equal(("s1", 40, 40));
    }

    [Theory, BothDatabases]
    public async Task An_empty_or_a_truncated_copy_does_not_shadow_the_full_one(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        var empty = Real[..Real.IndexOf("<record>", StringComparison.Ordinal)] + "</feedback>";
        var results = await store.TakeInAsync([TrustStore.Forged(empty), TrustStore.Forged(Real[..^60]), TrustStore.Signed(Real)]);
        results.Select(r => r.Outcome).Should().Equal(PartOutcome.Empty, PartOutcome.Quarantined, PartOutcome.Imported);
        (await store.ReportsAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Tier = TrustTier.Verified, IsConflict = false, MessageCount = 40L });
    }

    [Theory, BothDatabases]
    public async Task The_same_report_in_another_wrapping_is_a_duplicate(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        var respaced = Real.Replace("><", ">\n  <", StringComparison.Ordinal);
        var results = await store.TakeInAsync([TrustStore.Signed(Real), TrustStore.Signed(respaced), TrustStore.Forged(respaced), TrustStore.Forged(Real)]);
        results.Select(r => r.Outcome).Should().Equal(PartOutcome.Imported, PartOutcome.Duplicate, PartOutcome.Duplicate, PartOutcome.Duplicate);
        (await store.ReportsAsync()).Should().ContainSingle().Which.IsConflict.Should().BeFalse();
    }

    [Theory, BothDatabases]
    public async Task The_same_text_in_a_mail_that_proves_more_raises_the_stored_report(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        await store.TakeInAsync([TrustStore.Forged(Real)]);
        (await store.SumsAsync()).Should().OnlyContain(line => line.Contains("Unauthenticated"));
        (await store.TakeInAsync([TrustStore.Signed(Real)])).Single().Outcome.Should().Be(PartOutcome.Duplicate);
        (await store.ReportsAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Tier = TrustTier.Verified, Signer = "google.com" });
        (await store.SumsAsync()).Should().Equal(await store.SumsOfRowsAsync()).And.OnlyContain(line => line.Contains("Verified"));

        // And a copy that proves less takes nothing away.
        await store.TakeInAsync([TrustStore.Forged(Real)]);
        (await store.ReportsAsync()).Single().Tier.Should().Be(TrustTier.Verified);
    }

    [Theory, BothDatabases]
    public async Task Of_equals_the_first_counts(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        await store.TakeInAsync([TrustStore.Signed(Real), TrustStore.Signed(Fake)]);
        (await store.ReportsAsync()).Select(r => (r.MessageCount, r.IsDisplaced, r.IsConflict)).Should().Equal((40, false, true), (9, true, true));
        (await store.SumsAsync()).Should().Equal(await store.SumsOfRowsAsync());
    }

    [Theory, BothDatabases]
    public async Task A_copy_with_the_same_counts_from_another_address_is_no_duplicate(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        var results = await store.TakeInAsync([TrustStore.Forged(SignedMails.Xml("google.com", TrustStore.Google, count: 40, ip: "203.0.113.9")), TrustStore.Signed(Real)]);
        results.Select(r => r.ReasonCode).Should().Equal(null, IngestReason.Conflict);
        (await store.SumsAsync()).Should().Equal(await store.SumsOfRowsAsync()).And.Contain(line => line.Contains("192.0.2.1")).And.NotContain(line => line.Contains("203.0.113.9"));
    }

    [Theory, BothDatabases]
    public async Task Report_ids_are_compared_whole(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        var results = await store.TakeInAsync([
            TrustStore.Signed(SignedMails.Xml("google.com", TrustStore.Google, "1@google.com")), TrustStore.Signed(SignedMails.Xml("google.com", TrustStore.Google, "1@example.net", count: 6))]);
        results.Should().OnlyContain(r => r.Outcome == PartOutcome.Imported && r.ReasonCode == null);
    }

    [Theory, BothDatabases]
    public async Task A_part_from_quarantine_keeps_the_tier_that_its_mail_had(StorageProvider provider)
    {
        await using var store = await TrustStore.CreateAsync(provider, null, "example.com");
        await store.TakeInAsync([TrustStore.Forged(Real[..^60])]);
        await using var db = store.Database.CreateDbContext();
        var kept = await db.Quarantine.AsNoTracking().SingleAsync(Cancel);
        kept.Authentication.Should().NotBeNull();

        // As after an upgrade that can read it.
        await using var session = await new IngestWriter(store.Database, TimeProvider.System).BeginAsync(IntakeSource.Reparse, null, null, Cancel);
        foreach (var part in ReportIntake.ReadParts(System.Text.Encoding.UTF8.GetBytes(Real), "kept", IntakeLimits.Default))
        {
            (await session.WriteKeptAsync(part, default, kept.Authentication, Cancel)).Tier.Should().Be(TrustTier.Unauthenticated);
        }
    }

    private static async Task<List<(string, long, long)>> SelectorsAsync(TrustStore store)
    {
        await using var db = store.Database.CreateDbContext();
        return (await db.ReportSelectors.AsNoTracking().Where(s => s.Messages > 0).ToListAsync(Cancel)).ConvertAll(s => (s.Selector, s.Messages, s.Passed));
    }
}
