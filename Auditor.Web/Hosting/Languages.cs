using System.Globalization;
using Auditor.Web.Texts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Localization;

namespace Auditor.Web.Hosting;

/// <summary>The languages of the pages: the reader's choice, else what the browser asks for, else English. Machine output is never translated.</summary>
internal static class Languages
{
    private const string English = "en";
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    /// <summary>Each language by its code (RFC 5646) and its own name. English alone where the platform runs without cultures.</summary>
    public static IReadOnlyList<Language> All { get; } = [.. new Language[] { new(English, "English"), new("de", "Deutsch") }.Where(l => IsKnown(l.Code))];

    /// <summary>How the language that this page is written in writes numbers and days.</summary>
    public static CultureInfo Culture => CultureInfo.CurrentUICulture;

    /// <summary>The code of that language.</summary>
    public static string Current => Culture.TwoLetterISOLanguageName;

    /// <summary>Only the language of texts: numbers in styles, files and addresses keep the invariant form.</summary>
    public static void UseLanguages(this IApplicationBuilder app) => app.UseRequestLocalization(new RequestLocalizationOptions
    {
        DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(English)),
        SupportedCultures = [CultureInfo.InvariantCulture],
        SupportedUICultures = [.. All.Select(l => CultureInfo.GetCultureInfo(l.Code))],
        RequestCultureProviders = [new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()],
    });

    /// <summary>The choice of a language: a form, since a circuit cannot change a cookie.</summary>
    public static void MapLanguages(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/" + AuditorUrls.Language, async (HttpContext context, IAntiforgery antiforgery) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest(LayoutTexts.LanguageFormTooOld);
            }

            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (All.FirstOrDefault(l => l.Code == form["to"]) is not { } chosen)
            {
                return Results.BadRequest($"'to' names no language of the pages. Send one of: {string.Join(", ", All.Select(l => l.Code))}.");
            }

            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(chosen.Code))),
                new CookieOptions { MaxAge = Remembered, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = context.Request.PathBase.Add("/") });
            return Results.LocalRedirect(Back(form["back"]));
        }).AllowAnonymous();

    // An address of the product only: whatever follows "~/" is taken as a path of this site.
    internal static string Back(string? address) => $"~/{(address ?? "").TrimStart('/', '\\')}";

    private static bool IsKnown(string code)
    {
        try
        {
            return !CultureInfo.GetCultureInfo(code).EnglishName.StartsWith("Invariant", StringComparison.Ordinal);
        }
        catch (CultureNotFoundException)
        {
            return code == English;
        }
    }
}

/// <summary>A language of the pages.</summary>
internal sealed record Language(string Code, string Name);
