namespace Auditor.Web.Api;

/// <summary>Refusals of what programs bring, as JSON with one sentence that says how to mend it.</summary>
internal static class PushAnswer
{
    public static Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { error = message }, http.RequestAborted);
    }

    /// <summary>As above, with the time after which another try makes sense.</summary>
    public static Task RefuseForNowAsync(HttpContext http, int status, string message)
    {
        http.Response.Headers.RetryAfter = "60";
        return RefuseAsync(http, status, message);
    }
}
