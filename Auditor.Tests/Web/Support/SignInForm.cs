using System.Text.RegularExpressions;

namespace Auditor.Tests.Web.Support;

/// <summary>The sign-in form as a browser without script sends it.</summary>
internal static partial class SignInForm
{
    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, string email, string password, string query = "")
    {
        var page = await client.GetStringAsync("/sign-in" + query);
        var token = TokenField().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = token,
            ["Form.Email"] = email,
            ["Form.Password"] = password,
        });
        return await client.PostAsync("/sign-in" + query, form);
    }

    /// <summary>The page that came back.</summary>
    public static async Task<string> PostAsync(HttpClient client, string email, string password)
    {
        using var response = await SendAsync(client, email, password);
        return await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
