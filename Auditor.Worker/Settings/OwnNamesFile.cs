using Auditor.Core.Dns;
using Auditor.Core.Senders;
using Auditor.Core.Senders.Enrichment;
using CsvHelper;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>Reads a user's own names of senders: CSV with the columns <c>base_reverse_dns</c>, <c>name</c> and <c>type</c>, the form of parsedmarc's map.</summary>
internal static class OwnNamesFile
{
    private const int MostLines = 500_000;
    private const int ProblemsShown = 5;

    /// <summary>The names of the configuration.</summary>
    /// <exception cref="CatalogueException">The file cannot be read or used.</exception>
    public static OwnNames Configured(IConfiguration configuration) =>
        configuration[SettingCatalogue.CataloguesReverseNames] is { Length: > 0 } path ? Load(path) : OwnNames.None;

    /// <summary>Reads a file.</summary>
    /// <exception cref="CatalogueException">The file cannot be read or used.</exception>
    public static OwnNames Load(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            return Read(text, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CatalogueException($"{path}: the file cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>What is wrong with the file; null when nothing is.</summary>
    public static string? Problem(string path)
    {
        try
        {
            Load(path);
            return null;
        }
        catch (CatalogueException e)
        {
            return e.Message;
        }
    }

    internal static OwnNames Read(TextReader text, string file)
    {
        using var csv = CsvReader.Create(text, new CsvReaderOptions { HasHeader = true, TrimWhitespace = true, SkipEmptyLines = true, TrackLineNumbers = true, Separator = ',' }, leaveOpen: true);
        var names = new List<OwnName>();
        var problems = new List<string>();
        try
        {
            while (csv.Read() && names.Count < MostLines && problems.Count <= ProblemsShown)
            {
                var (domain, name) = (Field(csv, "base_reverse_dns", file), Field(csv, "name", file));
                if (DomainName.TryParse(domain.TrimStart('.'), out var parsed) && !parsed.IsRoot && name.Length > 0)
                {
                    names.Add(new OwnName(parsed, name, csv.TryGetFieldIndex("type", out var type) ? csv.GetString(type) : null));
                }
                else
                {
                    problems.Add($"line {csv.LineNumber}: '{domain}' with the name '{name}' is not a domain and who it is; write for example acme.example,Acme Mail,Email Provider");
                }
            }
        }
        catch (FormatException e)
        {
            throw new CatalogueException($"{file}, line {csv.LineNumber}: {e.Message.TrimEnd('.')}.", e);
        }

        return problems.Count == 0 ? new OwnNames(names) : throw new CatalogueException($"{file}: {string.Join("; ", problems.Take(ProblemsShown))}{(problems.Count > ProblemsShown ? "; and more" : string.Empty)}.");
    }

    private static string Field(CsvReader csv, string column, string file) => csv.TryGetFieldIndex(column, out var index)
        ? csv.GetString(index)
        : throw new CatalogueException($"{file}, line 1: the first line must name the columns: base_reverse_dns,name,type.");
}
