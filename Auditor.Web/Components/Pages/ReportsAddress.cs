using System.Globalization;
using Auditor.Core.Storage.Queries;

namespace Auditor.Web.Components.Pages;

/// <summary>The state of the reports page as an address and back.</summary>
internal static class ReportsAddress
{
    public static string Of(ReportFilter filter, int page = 0, int reporters = 0) => With(AuditorUrls.Reports, filter, page, reporters);

    /// <summary>The same reports as a file.</summary>
    public static string Csv(ReportFilter filter) => With(AuditorUrls.ReportsCsv, filter, 0, 0);

    /// <summary>What cannot be read counts as not there.</summary>
    public static ReportFilter Read(string? domain, string? reporter, string? day, string? tier) => new()
    {
        Domain = Blank(domain)?.ToLowerInvariant(),
        Reporter = Blank(reporter)?.ToLowerInvariant(),
        Day = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? parsed : null,
        Tier = TierChoice.Parse(tier),
    };

    private static string With(string path, ReportFilter filter, int page, int reporters)
    {
        var parts = new List<string>();
        Add("domain", filter.Domain);
        Add("reporter", filter.Reporter);
        Add("day", filter.Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("tier", filter.Tier is null || filter.Tier == TierChoice.Counted ? null : filter.Tier.Word);
        Add("page", page == 0 ? null : (page + 1).ToString(CultureInfo.InvariantCulture));
        Add("reporters", reporters == 0 ? null : (reporters + 1).ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? path : $"{path}?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
