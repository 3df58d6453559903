using Auditor.Core.Blocklists;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>Section <c>Blocklists</c> of the configuration: keys (or the files that hold them) and a catalogue of one's own.</summary>
public static class BlocklistConfiguration
{
    public const string SpamhausKey = "Blocklists:SpamhausKey";
    public const string AbusixKey = "Blocklists:AbusixKey";
    public const string Catalogue = "Blocklists:Catalogue";

    internal const string FileSuffix = "_FILE";

    // The names of dnsbl.json.
    private static readonly (string Name, string Key)[] Keys = [("spamhaus", SpamhausKey), ("abusix", AbusixKey)];

    /// <summary>The catalogue in force: the product's, with the user's file over it and the keys in it.</summary>
    /// <exception cref="BlocklistCatalogueException">A file cannot be read or used, or a key is none; the message is one line for people.</exception>
    public static BlocklistCatalogue Read(IConfiguration configuration) => Read(configuration, null, null);

    /// <summary>As above; what the command line says wins.</summary>
    internal static BlocklistCatalogue Read(IConfiguration configuration, string? file, string? spamhausKey)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var catalogue = (file ?? configuration[Catalogue]) is { Length: > 0 } path ? Load(path) : BlocklistCatalogue.Default;
        var keys = Keys.Select(k => (k.Name, Value: k.Name == "spamhaus" && spamhausKey is not null ? spamhausKey : ReadKey(configuration, k.Key)))
            .Where(k => k.Value is not null).ToDictionary(k => k.Name, k => k.Value!, StringComparer.Ordinal);
        return keys.Count == 0 ? catalogue : catalogue.WithKeys(keys);
    }

    internal static string? CheckKey(string text) => Problem(() => BlocklistCatalogue.Default.WithKeys(new Dictionary<string, string> { ["given"] = text.Trim() }));

    internal static string? CheckKeyFile(string path) => Problem(() => ReadKeyFile(path)) ?? CheckKey(ReadKeyFile(path));

    internal static string? CheckCatalogue(string path) => Problem(() => Load(path));

    private static string? ReadKey(IConfiguration configuration, string key) =>
        configuration[key + FileSuffix] is { Length: > 0 } file ? ReadKeyFile(file)
        : configuration[key]?.Trim() is { Length: > 0 } value ? value
        : null;

    private static string ReadKeyFile(string path) => Guarded(path, () => File.ReadAllText(path).Trim());

    private static BlocklistCatalogue Load(string path)
    {
        using var stream = Guarded(path, () => File.OpenRead(path));
        try
        {
            return BlocklistCatalogue.Default.With(stream);
        }
        catch (BlocklistCatalogueException e)
        {
            throw new BlocklistCatalogueException($"{path}: {e.Message}", e);
        }
    }

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new BlocklistCatalogueException($"{path}: the file cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static string? Problem(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (BlocklistCatalogueException e)
        {
            return e.Message;
        }
    }
}
