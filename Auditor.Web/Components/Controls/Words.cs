namespace Auditor.Web.Components.Controls;

/// <summary>The words for people of values that are stored as short codes.</summary>
internal static class Words
{
    public static string Stage(string? stage) => stage switch
    {
        "none" => "No record",
        "monitoring" => "Monitoring",
        "quarantine-test" => "Test quarantine",
        "quarantine" => "Quarantine",
        "reject-test" => "Test reject",
        "reject" => "Reject",
        _ => "Unknown",
    };

    public static string Category(string name) => name switch
    {
        "dmarc" => "DMARC",
        "spf" => "SPF",
        "dkim" => "DKIM",
        "hosts" => "Hosts",
        "dns" => "DNS",
        "standards" => "Standards",
        _ => name,
    };

    /// <summary>A part of an audit.</summary>
    public static string Part(string part) => part switch
    {
        "mx" => "mail exchangers",
        "reverse" => "reverse DNS",
        "dns" => "names relied on",
        "transport" => "transport",
        "bimi" => "BIMI",
        "zone" => "the zone",
        _ => Category(part),
    };

    public static string Purpose(string? purpose) => purpose switch
    {
        "people" => "people write from it",
        "machine" => "only applications send",
        "receive-only" => "receives only",
        "parked" => "parked, sends nothing",
        _ => "purpose unknown",
    };

    public static string Aligned(bool? aligned) => aligned switch
    {
        true => "aligned",
        false => "not aligned",
        null => "unknown",
    };
}
