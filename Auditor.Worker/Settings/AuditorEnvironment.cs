using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>
/// Environment variables as configuration: <c>AUDITOR__DNS__TIMEOUT</c> is <c>Dns:Timeout</c>. A name that ends in <c>_FILE</c> gives
/// the path of a file whose text is the value, for secrets that are mounted.
/// </summary>
public sealed class AuditorEnvironment : ConfigurationProvider, IConfigurationSource
{
    private const string Prefix = "AUDITOR__";
    private const string FileSuffix = "_FILE";

    /// <summary>The keys that the environment gave.</summary>
    public IEnumerable<string> Keys => Data.Keys;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <exception cref="InvalidOperationException">A named file cannot be read; the message is one line for the user.</exception>
    public override void Load()
    {
        var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var key = name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal);
            var value = (string?)variable.Value;
            if (key.EndsWith(FileSuffix, StringComparison.OrdinalIgnoreCase))
            {
                data[key[..^FileSuffix.Length]] = ReadFile(name, value);
            }
            else
            {
                data.TryAdd(key, value);
            }
        }

        Data = data;
    }

    private static string ReadFile(string name, string? path)
    {
        try
        {
            return File.ReadAllText(path ?? string.Empty).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidOperationException($"The file '{path}' that {name} names cannot be read: {e.Message}", e);
        }
    }
}
