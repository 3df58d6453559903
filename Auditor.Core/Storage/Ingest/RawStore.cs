using System.Globalization;
using System.IO.Compression;
using Auditor.Core.Reports.Intake;
using Auditor.Core.Storage.Entities;

namespace Auditor.Core.Storage.Ingest;

/// <summary>Keeps reports as they arrived.</summary>
internal sealed class RawStore(WriteConnection connection)
{
    /// <summary>Bytes kept of a report, before compression of our own; a longer one is stored without them.</summary>
    public const int MaxBytes = 32 << 20;

    private const int MaxName = 255;

    private readonly Statement insert = connection.Prepare(
        """INSERT INTO "RawReports" ("ReportId", "End", "Name", "Form", "RawBytes", "Content") VALUES (@id, @end, @name, @form, @bytes, @content)""",
        "@id", "@end", "@name", "@form", "@bytes", "@content");

    private readonly QueryStatement setting = connection.PrepareQuery("""SELECT "Value" FROM "Settings" WHERE "Key" = @key""", "@key");

    // Asked once a run.
    private bool? keeps;

    /// <summary>Keeps the report's bytes: the file or attachment where this report is all it holds, else the report's own text.</summary>
    public async Task KeepAsync(ReportPart part, long reportId, long end, CancellationToken cancellationToken)
    {
        keeps ??= await KeepsAsync(cancellationToken).ConfigureAwait(false);
        if (keeps == false || Read(part) is not { } raw)
        {
            return;
        }

        var form = part.SharesRaw ? RawForm.Text : IsCompressed(raw) ? RawForm.AsReceived : RawForm.Packed;
        var content = form == RawForm.AsReceived ? raw : StoredBytes.Pack(raw, CompressionLevel.Fastest);
        await insert.With(reportId, end, NameOf(part), (int)form, (long)raw.Length, content).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    // What the configuration says wins over what was changed in the product. No day at all: then nothing is written that the next night would delete.
    private async Task<bool> KeepsAsync(CancellationToken cancellationToken) => (connection.Options.RawDays
        ?? (int.TryParse(await setting.With(StorageOptions.RawDaysKey).FirstAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false), NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 1)) > 0;

    private static byte[]? Read(ReportPart part)
    {
        if (part.SharesRaw)
        {
            return part.Text?.Read(MaxBytes);
        }

        using var raw = part.OpenRaw();
        return HeldStream.TryRead(raw, MaxBytes);
    }

    private static string NameOf(ReportPart part)
    {
        var path = part.Entry ?? part.Path;
        var name = StoredText.Key(path[(path.LastIndexOfAny(['/', '\\']) + 1)..]);
        return name.Length > MaxName ? name[..MaxName] : name;
    }

    private static bool IsCompressed(ReadOnlySpan<byte> content) => content is [0x1F, 0x8B, ..] or [(byte)'P', (byte)'K', ..] or [0x78, 0x01 or 0x5E or 0x9C or 0xDA, ..];
}
