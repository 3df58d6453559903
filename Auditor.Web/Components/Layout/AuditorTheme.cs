using MudBlazor;

namespace Auditor.Web.Components.Layout;

/// <summary>What MudBlazor takes from C#: shape and type. Its colours come from wwwroot/css/app.css, so that they follow the theme without a circuit.</summary>
internal static class AuditorTheme
{
    private static readonly string[] Fonts = ["Inter", "Segoe UI", "system-ui", "-apple-system", "Noto Sans", "DejaVu Sans", "sans-serif"];

    public static MudTheme Value { get; } = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "15px", LineHeight = "1.45", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "14px", FontWeight = "600", LetterSpacing = "0", TextTransform = "none" },
        },
    };
}
