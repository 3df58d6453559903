namespace Auditor.Core.Dkim;

/// <summary>Writes key records as they should be published.</summary>
public static class DkimRecordWriter
{
    /// <summary>The tags in their order, each once, in the plain form <c>name=value; name=value</c>.</summary>
    public static string Write(DkimKeyRecord record) => Write(record, static (_, value) => value);

    /// <summary>The record without what makes verifiers disregard the key: t=y, and h and s that shut out mail.</summary>
    public static string WithoutFlags(DkimKeyRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Write(record, (name, value) => name switch
        {
            "t" => record.Strict ? "s" : null,
            "h" => record.AllowsSha256 ? value : null,
            "s" => record.AllowsEmail ? value : null,
            _ => value,
        });
    }

    /// <summary>The record with another value of <c>p</c>.</summary>
    public static string WithKey(DkimKeyRecord record, string base64) => Write(record, (name, value) => name == "p" ? base64 : value);

    private static string Write(DkimKeyRecord record, Func<string, string, string?> change)
    {
        ArgumentNullException.ThrowIfNull(record);
        var tags = record.Tags.Where(t => t.Value is not null).DistinctBy(t => t.Name)
            .Select(t => (t.Name, Value: change(t.Name, t.Value!))).Where(t => t.Value is not null);
        return string.Join("; ", tags.Select(t => $"{t.Name}={t.Value}"));
    }
}
