using Auditor.Core.Senders;
using Microsoft.Extensions.Configuration;

namespace Auditor.Worker.Settings;

/// <summary>The catalogue of senders with what the installation adds to it.</summary>
internal static class SenderFile
{
    /// <summary>The catalogue of the configuration; the product's own without <c>Catalogues:Senders</c>.</summary>
    /// <exception cref="CatalogueException">The file cannot be read or used.</exception>
    public static SenderCatalogue Configured(IConfiguration configuration) =>
        configuration[SettingCatalogue.CataloguesSenders] is { Length: > 0 } path ? Load(path) : SenderCatalogue.Default;

    /// <summary>The product's catalogue with the additions of a file.</summary>
    /// <exception cref="CatalogueException">The file cannot be read or used.</exception>
    public static SenderCatalogue Load(string path)
    {
        try
        {
            return SenderAdditions.Merge(SenderCatalogue.Default, File.ReadAllText(path), path);
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
}
