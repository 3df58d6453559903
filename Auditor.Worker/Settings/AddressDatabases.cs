using System.Globalization;
using System.Net;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Enrichment;
using MaxMind.Db;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>
/// Databases in MaxMind's form that the user supplies: country, network or both, of MaxMind, DB-IP or IPinfo. They are mapped into memory, not read into it. The first that
/// knows a fact tells it.
/// </summary>
internal sealed class AddressDatabases : IAddressDatabase, IDisposable
{
    private readonly List<Reader> readers = [];

    private AddressDatabases()
    {
    }

    /// <summary>Those of the configuration.</summary>
    /// <exception cref="CatalogueException">A file cannot be read or is none.</exception>
    public static IAddressDatabase Configured(IConfiguration configuration) =>
        configuration[SettingCatalogue.AddressesDatabases] is { Length: > 0 } paths ? Open(paths) : new NoAddressDatabase();

    /// <summary>Opens files.</summary>
    /// <param name="paths">Their paths, separated by commas.</param>
    /// <exception cref="CatalogueException">A file cannot be read or is none.</exception>
    public static AddressDatabases Open(string paths)
    {
        var opened = new AddressDatabases();
        foreach (var path in paths.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                opened.readers.Add(new Reader(path));
            }
            catch (Exception e) when (e is InvalidDatabaseException or IOException or UnauthorizedAccessException or ArgumentException)
            {
                opened.Dispose();
                throw new CatalogueException($"{path}: this is no database in MaxMind's form (.mmdb) that can be read ({e.Message.TrimEnd('.')}).", e);
            }
        }

        return opened;
    }

    /// <summary>What is wrong with the files; null when nothing is.</summary>
    public static string? Problem(string paths)
    {
        try
        {
            Open(paths).Dispose();
            return null;
        }
        catch (CatalogueException e)
        {
            return e.Message;
        }
    }

    /// <inheritdoc />
    public AddressOrigin Find(IPAddress address)
    {
        var found = AddressOrigin.None;
        foreach (var reader in readers)
        {
            if (Facts(reader, address) is { } facts)
            {
                found = new AddressOrigin(found.Country ?? Country(facts), found.Asn ?? Asn(facts), found.Network ?? Network(facts));
            }
        }

        return found;
    }

    public void Dispose() => readers.ForEach(r => r.Dispose());

    // A damaged entry is one nobody knows; a database of IPv4 alone has no word for IPv6.
    private static Dictionary<string, object>? Facts(Reader reader, IPAddress address)
    {
        try
        {
            return reader.Find<Dictionary<string, object>>(address);
        }
        catch (Exception e) when (e is InvalidDatabaseException or DeserializationException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Country(Dictionary<string, object> facts) => (facts.GetValueOrDefault("country"), facts.GetValueOrDefault("country_code")) switch
    {
        (Dictionary<string, object> country, _) => country.GetValueOrDefault("iso_code") as string,
        (_, string { Length: 2 } code) => code.ToUpperInvariant(),
        (string { Length: 2 } code, _) => code.ToUpperInvariant(),
        _ => null,
    };

    private static long? Asn(Dictionary<string, object> facts) => (facts.GetValueOrDefault("autonomous_system_number") ?? facts.GetValueOrDefault("asn")) switch
    {
        long number => number,
        int number => number,
        uint number => number,
        string text when long.TryParse(text.AsSpan(text.StartsWith("AS", StringComparison.OrdinalIgnoreCase) ? 2 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static string? Network(Dictionary<string, object> facts) =>
        facts.GetValueOrDefault("autonomous_system_organization") as string ?? facts.GetValueOrDefault("as_name") as string;
}
