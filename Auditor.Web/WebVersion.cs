using System.Reflection;

namespace Auditor.Web;

/// <summary>Versions as built.</summary>
internal static class WebVersion
{
    /// <summary>The product's version, from the assembly.</summary>
    public static string Product { get; } = Of(typeof(WebVersion).Assembly);

    /// <summary>The component library's version: part of the addresses of its files, so that browsers fetch them anew after an update.</summary>
    public static string Libraries { get; } = Of(typeof(MudBlazor.MudTheme).Assembly);

    private static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? assembly.GetName().Version?.ToString(3) ?? "0";
}
