using System.Security.Cryptography;
using Auditor.Core.Reports.Authenticity;
using Auditor.Core.Reports.Failure;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Ingest;

/// <summary>
/// Counts complaints, and keeps failure reports where that is switched on; neither twice. Nothing that names a person is written: local parts are hashed
/// with a secret that is made at first use.
/// </summary>
internal sealed class FailureStore(WriteConnection connection)
{
    private const string SecretKey = "Secrets:FailureHash";
    private const long MaxSum = 1L << 62;

    private readonly QueryStatement setting = connection.PrepareQuery("""SELECT "Value" FROM "Settings" WHERE "Key" = @key""", "@key");

    private readonly Statement addSetting = connection.Prepare("""INSERT INTO "Settings" ("Key", "Value", "ChangedAt") VALUES (@key, @value, @now)""", "@key", "@value", "@now");

    private readonly Statement counted = connection.Prepare("""SELECT count(*) FROM "CountedFeedback" WHERE "Hash" = @hash""", "@hash");

    private readonly Statement count = connection.Prepare("""INSERT INTO "CountedFeedback" ("Hash", "SeenAt") VALUES (@hash, @now)""", "@hash", "@now");

    private readonly Statement complaint = connection.Prepare(
        $"""
        INSERT INTO "Complaints" AS old ("Domain", "Day", "SourceIp", "FeedbackType", "Tier", "Complaints") VALUES (@domain, @day, @ip, @type, @tier, @count)
        ON CONFLICT ("Domain", "Day", "SourceIp", "FeedbackType", "Tier") DO UPDATE SET "Complaints" =
            {(connection.Options.Provider == StorageProvider.Sqlite ? "min" : "least")}(old."Complaints" + excluded."Complaints", @cap)
        """,
        "@domain", "@day", "@ip", "@type", "@tier", "@count", "@cap");

    private readonly Statement insert = connection.Prepare(
        """
        INSERT INTO "FailureReports" ("Domain", "HeaderFrom", "SourceIp", "ArrivedAt", "AuthFailure", "IdentityAlignment", "MailFrom", "AuthenticationResults",
            "DkimDomain", "DkimSelector", "DeliveryResult", "Incidents", "Reporter", "ReceivedAt", "Tier", "TierReason", "Evidence")
        VALUES (@domain, @from, @ip, @arrived, @auth, @alignment, @mail, @results, @dkim, @selector, @delivery, @incidents, @reporter, @received, @tier, @reason, @evidence)
        """,
        "@domain", "@from", "@ip", "@arrived", "@auth", "@alignment", "@mail", "@results", "@dkim", "@selector", "@delivery", "@incidents", "@reporter", "@received", "@tier", "@reason", "@evidence");

    private readonly Statement update = connection.Prepare(
        """UPDATE "FailureReports" SET "Tier" = @tier, "TierReason" = @reason, "Evidence" = NULL WHERE "Id" = @id RETURNING "Id" """, "@tier", "@reason", "@id");

    private byte[]? secret;

    /// <summary>True when the report is one of those that the installation keeps.</summary>
    public async ValueTask<bool> TakesAsync(FailureReport report, CancellationToken cancellationToken) => report.IsComplaint || await IsKeptAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Stores the report, or counts the complaint.</summary>
    /// <param name="report">The report.</param>
    /// <param name="contentHash">SHA-256 of its text.</param>
    /// <param name="trust">What is kept of its authenticity.</param>
    /// <param name="hasDetails">False when a limit keeps a failure report out, and the source address of a complaint.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IngestResult> StoreAsync(FailureReport report, byte[] contentHash, PartTrust trust, bool hasDetails, long now, CancellationToken cancellationToken)
    {
        var key = secret ??= await SecretAsync(now, cancellationToken).ConfigureAwait(false);
        var hash = HMACSHA256.HashData(key, contentHash);
        if (await counted.With(hash).LongAsync(cancellationToken).ConfigureAwait(false) > 0)
        {
            return new IngestResult { Outcome = PartOutcome.Duplicate, Kind = ReportKind.Failure, ReasonCode = IngestReason.DuplicateContent, Reason = "The same report was counted already." };
        }

        await count.With(hash, now).RunAsync(cancellationToken).ConfigureAwait(false);
        var redacted = new FailureRedactor(key).Redact(report);
        if (report.IsComplaint)
        {
            await CountAsync(redacted, trust.Verdict.Tier, hasDetails, now, cancellationToken).ConfigureAwait(false);
        }
        else if (hasDetails)
        {
            await KeepAsync(redacted, trust, now, cancellationToken).ConfigureAwait(false);
        }

        return new IngestResult { Outcome = PartOutcome.Imported, Kind = ReportKind.Failure, Messages = report.Incidents, Tier = trust.Verdict.Tier };
    }

    /// <summary>Gives a kept failure report another tier; it stands in no sum.</summary>
    /// <returns>True when there is such a report.</returns>
    public async Task<bool> ChangeTierAsync(long id, TrustVerdict verdict, CancellationToken cancellationToken) =>
        await update.With((int)verdict.Tier, verdict.Reason, id).LongAsync(cancellationToken).ConfigureAwait(false) is not null;

    private Task CountAsync(FailureReport report, TrustTier tier, bool hasDetails, long now, CancellationToken cancellationToken)
    {
        // A complaint about next year's mail is today's.
        var day = UnixDay.Number(UnixDay.Of(report.Arrival is { } arrival && arrival <= now ? arrival : now));
        return complaint.With(StoredText.Key(report.Domain), day, hasDetails ? report.SourceIp ?? "" : "", StoredText.Key(report.FeedbackType), (int)tier, report.Incidents, MaxSum).RunAsync(cancellationToken);
    }

    private Task KeepAsync(FailureReport report, PartTrust trust, long now, CancellationToken cancellationToken) => insert.With(
            StoredText.Key(report.Domain), report.HeaderFromDomain, report.SourceIp, report.Arrival, string.Join(',', report.AuthFailure), string.Join(',', report.IdentityAlignment),
            report.OriginalMailFrom, report.AuthenticationResults, report.DkimDomain, report.DkimSelector, report.DeliveryResult, report.Incidents, report.ReporterDomain, now,
            (int)trust.Verdict.Tier, trust.Verdict.Reason, trust.Evidence)
        .RunAsync(cancellationToken);

    // What the configuration says wins over what was changed in the product.
    private async Task<bool> IsKeptAsync(CancellationToken cancellationToken) =>
        connection.Options.KeepsFailureReports
        ?? bool.TryParse(await setting.With(StorageOptions.KeepFailureReportsKey).FirstAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false), out var keeps) && keeps;

    private async Task<byte[]> SecretAsync(long now, CancellationToken cancellationToken)
    {
        if (await setting.With(SecretKey).FirstAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false) is { } known)
        {
            return Convert.FromHexString(known);
        }

        var made = RandomNumberGenerator.GetBytes(FailureRedactor.KeyBytes);
        await addSetting.With(SecretKey, Convert.ToHexStringLower(made), now).RunAsync(cancellationToken).ConfigureAwait(false);
        return made;
    }
}
