using System.Collections.Immutable;
using Auditor.Core.Reports.Aggregate;
using Auditor.Core.Reports.Intake;

namespace Auditor.Tests.Reports;

/// <summary>A part read to its end, as tests compare it.</summary>
internal sealed record ReadPart(
    string? Entry, ReportKind Kind, PartCompletion Completion, AggregateReport? Header, ImmutableArray<ReportRow> Rows, long Messages, MailSummary? Mail, byte[] Raw)
{
    public static IReadOnlyList<ReadPart> All(ReadOnlyMemory<byte> content, IntakeLimits? limits = null) =>
        [.. ReportIntake.ReadParts(content, "input", limits ?? IntakeLimits.Default).Select(Read)];

    public static IReadOnlyList<ReadPart> All(Stream content, IntakeLimits? limits = null) =>
        [.. ReportIntake.ReadParts(content, "input", limits ?? IntakeLimits.Default).Select(Read)];

    public static ReadPart Single(ReadOnlyMemory<byte> content, IntakeLimits? limits = null) => All(content, limits).Single();

    /// <summary>All that a reader can see of the report, for telling whether two readings are the same.</summary>
    public string Essence => System.Text.Json.JsonSerializer.Serialize(new { Header, Rows, Messages });

    private static ReadPart Read(ReportPart part)
    {
        var rows = ImmutableArray.CreateBuilder<ReportRow>();
        while (part.Aggregate is { } reader && reader.TryRead(out var row))
        {
            rows.Add(row);
        }

        using var raw = new MemoryStream();
        part.OpenRaw().CopyTo(raw);
        return new ReadPart(
            part.Entry, part.Kind, part.Aggregate?.Completion ?? part.Completed!, part.Aggregate?.Header, rows.ToImmutable(),
            part.Aggregate?.MessageCount ?? 0, part.Mail, raw.ToArray());
    }
}
