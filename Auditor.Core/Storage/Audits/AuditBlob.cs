using System.Text.Json;
using Auditor.Core.Auditing;

namespace Auditor.Core.Storage.Audits;

/// <summary>The compressed JSON columns of audits.</summary>
public static class AuditBlob
{
    /// <summary>The column's value of an audit.</summary>
    public static byte[] Pack(AuditDocument audit) => StoredBytes.Pack(JsonSerializer.SerializeToUtf8Bytes(audit, AuditJson.Compact));

    /// <summary>The audit of a column.</summary>
    /// <exception cref="InvalidDataException">The column is damaged.</exception>
    public static AuditDocument Unpack(byte[] column) =>
        JsonSerializer.Deserialize<AuditDocument>(StoredBytes.Unpack(column), AuditJson.Reading) ?? throw new InvalidDataException("The stored audit is empty.");

    internal static byte[] PackAnswers(IEnumerable<KnownAnswer> answers) => StoredBytes.Pack(JsonSerializer.SerializeToUtf8Bytes(answers, AuditJson.Compact));

    internal static KnownAnswers UnpackAnswers(byte[]? column) => column is null
        ? KnownAnswers.None
        : new KnownAnswers(JsonSerializer.Deserialize<KnownAnswer[]>(StoredBytes.Unpack(column), AuditJson.Reading) ?? []);
}
