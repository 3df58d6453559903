using Auditor.Core.Dns;

namespace Auditor.Core.Dmarc;

/// <summary>Writes a record as it should be published: version, p, then the other tags that mean something, in their order.</summary>
public static class DmarcRecordWriter
{
    /// <summary>The record with some tags set anew; a null value leaves the tag out.</summary>
    public static string Write(DmarcPolicyRecord record, params IEnumerable<(string Tag, string? Value)> changes)
    {
        ArgumentNullException.ThrowIfNull(record);
        var wanted = changes.ToDictionary(c => c.Tag, c => c.Value, StringComparer.Ordinal);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var tag in record.Tags)
        {
            var name = tag.Name.ToLowerInvariant();
            if (IsActive(name) && !values.ContainsKey(name))
            {
                values[name] = wanted.TryGetValue(name, out var change) ? change : Current(record, tag, name);
            }
        }

        foreach (var (name, value) in wanted.Where(w => !values.ContainsKey(w.Key)))
        {
            values[name] = value;
        }

        var policy = values.GetValueOrDefault("p") ?? record.EffectiveP.ToWord();
        var rest = values.Where(v => v.Key != "p" && !string.IsNullOrEmpty(v.Value)).Select(v => $"{v.Key}={v.Value}");
        return string.Join("; ", ["v=DMARC1", $"p={policy}", .. rest]);
    }

    // What receivers understand: an invalid value is left out, since they fall back to the default in its place.
    private static string? Current(DmarcPolicyRecord record, TagListItem tag, string name) => name switch
    {
        "p" => record.P?.ToWord(),
        "sp" => record.Sp?.ToWord(),
        "np" => record.Np?.ToWord(),
        "adkim" => record.Adkim.ToWord(),
        "aspf" => record.Aspf.ToWord(),
        "t" => record.TestMode ? "y" : "n",
        "psd" => record.Psd.ToWord(),
        "fo" => record.HasTag("ruf") ? string.Join(':', record.Fo) : null,
        "rua" or "ruf" => MendedAddresses.Mend(tag.Value ?? string.Empty),
        _ => tag.Value,
    };

    private static bool IsActive(string name) =>
        name is "p" or "sp" or "np" or "adkim" or "aspf" or "t" or "psd" or "fo" or "rua" or "ruf";
}
