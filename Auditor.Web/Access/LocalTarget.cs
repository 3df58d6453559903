namespace Auditor.Web.Access;

/// <summary>Where somebody goes after signing in: only a path of this site is followed.</summary>
internal static class LocalTarget
{
    /// <summary>The address itself if it is one of this site, else the start page.</summary>
    public static string Of(HttpContext context, string? address)
    {
        var start = context.Request.PathBase.Value + "/";
        return address is { Length: > 1 } url && url.StartsWith(start, StringComparison.Ordinal) && url[0] == '/' && url[1] != '/' && !url.Any(c => c == '\\' || char.IsControl(c)) ? url : start;
    }
}
