using System.Globalization;
using System.Net;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Enrichment;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>
/// Databases in MaxMind's form that the user supplies: country, network or both, of MaxMind, DB-IP or IPinfo. The first that knows a fact tells it. A file that changed is read
/// again; one that cannot be read then leaves what was read before in use.
/// </summary>
internal sealed class AddressDatabases : IAddressDatabase, IDisposable
{
    private readonly List<AddressFile> files = [];

    private AddressDatabases()
    {
    }

    /// <summary>How each of them is.</summary>
    public IReadOnlyList<AddressFileState> States => files.ConvertAll(f => f.State);

    /// <summary>Those of the configuration.</summary>
    /// <exception cref="CatalogueException">A file cannot be read or is none.</exception>
    public static AddressDatabases Configured(IConfiguration configuration, TimeProvider time) => Open(configuration[SettingCatalogue.AddressesDatabases] ?? "", time);

    /// <summary>Opens files.</summary>
    /// <param name="paths">Their paths, separated by commas.</param>
    /// <param name="time">The clock that says when to look at them again.</param>
    /// <exception cref="CatalogueException">A file cannot be read or is none.</exception>
    public static AddressDatabases Open(string paths, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var opened = new AddressDatabases();
        foreach (var path in paths.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            try
            {
                opened.files.Add(AddressFile.Open(path, time));
            }
            catch (Exception e) when (AddressFile.IsOfFile(e))
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
            Open(paths, TimeProvider.System).Dispose();
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
        foreach (var file in files)
        {
            if (file.Find(address) is { } facts)
            {
                found = new AddressOrigin(found.Country ?? Country(facts), found.Asn ?? Asn(facts), found.Network ?? Network(facts));
            }
        }

        return found;
    }

    /// <summary>Looks whether files changed, at most once a minute, and reads those again.</summary>
    /// <returns>The states that are other ones now.</returns>
    public IReadOnlyList<AddressFileState> LookAgain() => files.FindAll(f => f.LookAgain()).ConvertAll(f => f.State);

    public void Dispose() => files.ForEach(f => f.Dispose());

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
