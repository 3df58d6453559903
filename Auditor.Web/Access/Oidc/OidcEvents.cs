using Auditor.Core.Storage.Entities;
using Auditor.Web.Components.Controls;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Auditor.Web.Access.Oidc;

/// <summary>What happens on the way back from the provider. Every way that is no sign-in ends on the sign-in page, with a sentence.</summary>
internal static class OidcEvents
{
    private const string Begun = "begun";
    private const string Proof = "proof";

    // What the provider says is wrong, for our log.
    private const int MostLetters = 300;

    public static OpenIdConnectEvents Create() => new()
    {
        OnAuthorizationCodeReceived = RefuseOld,
        OnTicketReceived = EnterAsync,
        OnAccessDenied = context =>
        {
            context.HandleResponse();
            GoBack(context.HttpContext, OidcProblem.Denied);
            return Task.CompletedTask;
        },
        OnRemoteFailure = context =>
        {
            context.HandleResponse();
            var problem = ProblemOf(context.Failure, context.Properties);
            Log(context.HttpContext).LogWarning("Sign-in by OpenID Connect from {Address} failed ({Problem}): {Reason}", context.HttpContext.Connection.RemoteIpAddress, problem, Reason(context.Failure));
            GoBack(context.HttpContext, problem);
            return Task.CompletedTask;
        },
    };

    /// <summary>What the state carries to the provider and back.</summary>
    /// <param name="target">Where the person wanted to go; of this site.</param>
    /// <param name="now">When he leaves.</param>
    /// <param name="proof">What the setup token became; null outside the first start.</param>
    public static AuthenticationProperties Leave(string target, DateTimeOffset now, string? proof)
    {
        var properties = new AuthenticationProperties { RedirectUri = target };
        properties.Items[Begun] = now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (proof is not null)
        {
            properties.Items[Proof] = proof;
        }

        return properties;
    }

    /// <summary>To the sign-in page, with the reason.</summary>
    /// <param name="context">The request.</param>
    /// <param name="problem">The reason.</param>
    /// <param name="held">Ticket with what the claim held; null for other reasons.</param>
    public static void GoBack(HttpContext context, OidcProblem problem, string? held = null)
    {
        var query = new Dictionary<string, string?> { ["problem"] = problem.ToString(), ["held"] = held };
        context.Response.Redirect(QueryHelpers.AddQueryString($"{context.Request.PathBase}/{AuditorUrls.SignIn}", query.Where(q => q.Value is not null)));
    }

    /// <summary>The kind of a failure.</summary>
    public static OidcProblem ProblemOf(Exception? failure, AuthenticationProperties? properties)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or OperationCanceledException or IOException)
            {
                return OidcProblem.Unreachable;
            }
        }

        // Without properties the state was missing, forged or of another installation; with them the cookies may be gone.
        return properties is null || failure is StaleSignInException || failure?.Message == "Correlation failed." ? OidcProblem.Stale : OidcProblem.Failed;
    }

    /// <summary>The reason in one line for the log, its cause first: what the library says around it is long.</summary>
    public static string Reason(Exception? failure)
    {
        var text = Formats.Visible(string.Join(" < ", Causes(failure).Reverse())).ReplaceLineEndings(" ");
        return text.Length > MostLetters ? text[..MostLetters] : text;
    }

    private static IEnumerable<string> Causes(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause.Message;
        }
    }

    // The state itself does not grow old, and its cookie only by the browser's word.
    private static Task RefuseOld(AuthorizationCodeReceivedContext context)
    {
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (context.Properties?.Items.TryGetValue(Begun, out var text) != true || !long.TryParse(text, out var begun) || now - DateTimeOffset.FromUnixTimeSeconds(begun) > OidcServices.ForSigningIn)
        {
            context.Fail(new StaleSignInException());
        }

        return Task.CompletedTask;
    }

    private static async Task EnterAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var services = http.RequestServices;
        var options = services.GetRequiredService<OidcOptions>();
        if (ProviderPerson.From(context.Principal, options.RoleClaim) is not { } person)
        {
            GoBack(http, OidcProblem.Failed);
            return;
        }

        var proof = context.Properties?.Items.TryGetValue(Proof, out var kept) == true ? kept : null;
        var entry = await services.GetRequiredService<OidcDesk>().EnterAsync(person, http.Connection.RemoteIpAddress?.ToString(), proof, http.RequestAborted);
        if (entry.User is not { } user)
        {
            GoBack(http, entry.Problem ?? OidcProblem.Failed, entry.Problem == OidcProblem.NoRole ? services.GetRequiredService<OidcTickets>().OfHeld(person.Values) : null);
            return;
        }

        await services.GetRequiredService<SignInManager<AuditorUser>>().SignInWithClaimsAsync(user, isPersistent: false, [services.GetRequiredService<OidcSession>().Mark()]);
        context.Response.Redirect(entry.IsFirst ? $"{context.Request.PathBase}/{AuditorUrls.SetupDomains}" : LocalTarget.Of(http, context.ReturnUri));
    }

    private static ILogger Log(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcEvents).FullName!);
}

/// <summary>The person was away for too long.</summary>
internal sealed class StaleSignInException() : Exception("It took longer than 15 minutes.");
