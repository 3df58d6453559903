using System.IO.Compression;
using System.Security.Cryptography;
using Auditor.Core.Reports.Intake;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Keeps the raw bytes of parts that could not be used.</summary>
internal sealed class QuarantineStore(WriteConnection connection)
{
    /// <summary>Bytes kept of one part, before compression. Mails are 25 MiB at most; of a larger file the beginning is kept.</summary>
    public const int MaxKeptBytes = 32 << 20;

    private readonly Statement insert = connection.Prepare(
        """
        INSERT INTO "Quarantine" ("Sha256", "Content", "RawBytes", "IsComplete", "Name", "ReasonCode", "Reason", "Line", "FirstSeenAt", "LastSeenAt", "Authentication")
        VALUES (@sha, @content, @bytes, @complete, @name, @code, @reason, @line, @now, @now, @authentication)
        ON CONFLICT ("Sha256") DO UPDATE SET "LastSeenAt" = excluded."LastSeenAt", "ReasonCode" = excluded."ReasonCode", "Reason" = excluded."Reason", "Line" = excluded."Line",
            "Authentication" = CASE WHEN "Quarantine"."Authentication" IS NULL OR excluded."Authentication" IS NULL THEN NULL
                WHEN "Quarantine"."Authentication" LIKE '{"State":0%' THEN "Quarantine"."Authentication" ELSE excluded."Authentication" END
        RETURNING "Id"
        """,
        "@sha", "@content", "@bytes", "@complete", "@name", "@code", "@reason", "@line", "@now", "@authentication");

    /// <summary>Keeps the part; the same bytes are kept once.</summary>
    /// <returns>Id of the kept part.</returns>
    public async Task<long> KeepAsync(ReportPart part, PartCompletion completion, string? authentication, long now, CancellationToken cancellationToken)
    {
        var kept = await ReadAsync(part, cancellationToken).ConfigureAwait(false);
        var id = await insert.With(kept.Sha256, kept.Content, kept.RawBytes, kept.RawBytes <= MaxKeptBytes, part.Entry ?? part.Path, completion.ReasonCode ?? "unknown",
            completion.Reason ?? "It cannot be used.", completion.Line, now, authentication).LongAsync(cancellationToken).ConfigureAwait(false);
        return id ?? throw new InvalidOperationException("The database gave no id for the quarantined part.");
    }

    private static async Task<KeptBytes> ReadAsync(ReportPart part, CancellationToken cancellationToken)
    {
        var raw = part.OpenRaw();
        await using (raw.ConfigureAwait(false))
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var packed = new MemoryStream();
            var length = 0L;
            using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                var buffer = new byte[64 * 1024];
                int read;
                while ((read = await raw.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    sha.AppendData(buffer, 0, read);
                    var room = (int)Math.Clamp(MaxKeptBytes - length, 0, read);
                    brotli.Write(buffer, 0, room);
                    length += read;
                }
            }

            return new KeptBytes(sha.GetHashAndReset(), packed.ToArray(), length);
        }
    }

    private sealed record KeptBytes(byte[] Sha256, byte[] Content, long RawBytes);
}
