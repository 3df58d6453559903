using Auditor.Core.Storage;
using Auditor.Core.Storage.Activity;
using Auditor.Core.Storage.Entities;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Auditor.Web.Access.Oidc;

/// <summary>How a person from the provider fared.</summary>
/// <param name="User">Who may come in; null when nobody may.</param>
/// <param name="Problem">Why not.</param>
/// <param name="IsFirst">Whether this is the administrator of the first start.</param>
internal sealed record OidcEntry(AuditorUser? User, OidcProblem? Problem = null, bool IsFirst = false);

/// <summary>
/// Lets people from the provider in, with the role that the provider's claim makes. Whoever has none is refused, and nobody is made for him.
/// People are known by issuer and subject; an address alone leads to an account only if the provider vouches for it and the configuration allows it.
/// </summary>
internal sealed class OidcDesk(OidcOptions options, UserManager<AuditorUser> users, AuditorDbContext db, SetupGate gate, ActivityLog activity, TimeProvider clock, ILogger<OidcDesk> log)
{
    private const string Way = "OpenID Connect";

    // What of a claim stands in the log.
    private const int ValuesNoted = 10;
    private const int LettersNoted = 100;

    /// <summary>Decides about a person whose token is valid.</summary>
    /// <param name="person">Who it is.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="proof">What the setup token became; null outside the first start.</param>
    /// <param name="cancellationToken">Ends the reading; what is stored is stored whole.</param>
    public async Task<OidcEntry> EnterAsync(ProviderPerson person, string? address, string? proof, CancellationToken cancellationToken)
    {
        var doer = new Doer(person.Called, address);
        if (await gate.IsOpenAsync(cancellationToken))
        {
            return await BeginAsync(person, doer, proof, cancellationToken);
        }

        await UserDesk.Changing.WaitAsync(cancellationToken);
        try
        {
            return options.RoleOf(person.Values) is { } role ? await AdmitAsync(person, role, doer, cancellationToken) : await RefuseAsync(person, doer);
        }
        finally
        {
            UserDesk.Changing.Release();
        }
    }

    // The first administrator needs the token of the console and the role: without the role he would lose it at his next sign-in.
    private async Task<OidcEntry> BeginAsync(ProviderPerson person, Doer doer, string? proof, CancellationToken cancellationToken)
    {
        if (proof is null)
        {
            return new OidcEntry(null, OidcProblem.SetupFirst);
        }

        if (options.RoleOf(person.Values) != UserRole.Administrator)
        {
            return await TurnAwayAsync(doer, OidcProblem.NotAdministrator, Held(person));
        }

        OidcEntry? entry = null;
        var isMade = await gate.CreateFirstAsync(proof, async () => (entry = await MakeAsync(person, UserRole.Administrator, doer, cancellationToken)).User is not null, cancellationToken);
        return isMade ? entry! with { IsFirst = true } : entry ?? new OidcEntry(null, OidcProblem.SetupFirst);
    }

    private async Task<OidcEntry> AdmitAsync(ProviderPerson person, UserRole role, Doer doer, CancellationToken cancellationToken)
    {
        var user = await users.FindByLoginAsync(ProviderPerson.Provider, person.Key) ?? await LinkAsync(person, doer);
        if (user is null)
        {
            return await MakeAsync(person, role, doer, cancellationToken);
        }

        if (user.Role != role && await MayTakeAsync(user, role, cancellationToken))
        {
            activity.Add(db, doer, new Deed(ActivityActions.UserChanged, user.Email, UserDesk.Word(user.Role), UserDesk.Word(role)));
            user.Role = role;
            Expect(await users.UpdateSecurityStampAsync(user));
        }

        return await WelcomeAsync(user, doer);
    }

    // While the provider can make administrators its word counts for the last one too: it can make another. Where it cannot, he keeps the role.
    private async Task<bool> MayTakeAsync(AuditorUser user, UserRole role, CancellationToken cancellationToken)
    {
        if (user.Role != UserRole.Administrator || options.Administrators.Count > 0 || await users.Users.AnyAsync(u => u.Role == UserRole.Administrator && u.Id != user.Id, cancellationToken))
        {
            return true;
        }

        log.LogWarning("{Person} keeps the role administrator although the provider makes {Role} of him: he is the last one, and Oidc:Administrators is empty", user.UserName, role);
        return false;
    }

    // An account that somebody of the provider has already is his: only one with a password alone is linked.
    private async Task<AuditorUser?> LinkAsync(ProviderPerson person, Doer doer)
    {
        if (!options.LinkByEmail || !person.IsVerified || await users.FindByEmailAsync(person.Email!) is not { } user || (await users.GetLoginsAsync(user)).Count > 0)
        {
            return null;
        }

        activity.Add(db, doer, new Deed(ActivityActions.UserLinked, user.Email, null, person.Issuer));
        Expect(await users.AddLoginAsync(user, Login(person)));
        return user;
    }

    private async Task<OidcEntry> MakeAsync(ProviderPerson person, UserRole role, Doer doer, CancellationToken cancellationToken)
    {
        if (person.Email is not { } email)
        {
            return await TurnAwayAsync(doer, OidcProblem.NoAddress, "no address, or more than one");
        }

        if (await users.FindByEmailAsync(email) is not null || await users.FindByNameAsync(email) is not null)
        {
            return await TurnAwayAsync(doer, OidcProblem.Taken, "another account has the address");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var user = new AuditorUser { UserName = email, Email = email, EmailConfirmed = person.IsVerified, CreatedAt = clock.GetUtcNow(), Role = role };
        if (await users.CreateAsync(user) is { Succeeded: false } refused)
        {
            await transaction.RollbackAsync(cancellationToken);
            return await TurnAwayAsync(doer, OidcProblem.NoAddress, string.Join(' ', refused.Errors.Select(e => e.Code)));
        }

        activity.Add(db, doer, new Deed(ActivityActions.UserAdded, email, null, UserDesk.Word(role)));
        Expect(await users.AddLoginAsync(user, Login(person)));
        var entry = await WelcomeAsync(user, doer);
        await transaction.CommitAsync(cancellationToken);
        return entry;
    }

    private async Task<OidcEntry> WelcomeAsync(AuditorUser user, Doer doer)
    {
        var now = clock.GetUtcNow();
        user.SeenChangesAt ??= user.LastSignInAt ?? now;
        user.LastSignInAt = now;
        activity.Add(db, doer with { Name = user.UserName! }, new Deed(ActivityActions.SignedIn, null, null, Way));
        Expect(await users.UpdateAsync(user));
        return new OidcEntry(user);
    }

    // Whoever lost his group loses what sessions he has.
    private async Task<OidcEntry> RefuseAsync(ProviderPerson person, Doer doer)
    {
        if (await users.FindByLoginAsync(ProviderPerson.Provider, person.Key) is { } known)
        {
            Expect(await users.UpdateSecurityStampAsync(known));
        }

        return await TurnAwayAsync(doer, OidcProblem.NoRole, Held(person));
    }

    private string Held(ProviderPerson person)
    {
        var held = person.Values.Count == 0 ? "nothing" : string.Join(", ", person.Values.Take(ValuesNoted).Select(v => v.Length > LettersNoted ? v[..LettersNoted] : v));
        return $"{options.RoleClaim}: {held}";
    }

    private async Task<OidcEntry> TurnAwayAsync(Doer doer, OidcProblem problem, string reason)
    {
        log.LogWarning("Sign-in by OpenID Connect refused from {Address}: {Problem}", doer.Address, problem);
        await activity.NoteAsync(doer, new Deed(ActivityActions.SignInFailed, null, null, $"{Way}: {reason}"), CancellationToken.None);
        return new OidcEntry(null, problem);
    }

    private static UserLoginInfo Login(ProviderPerson person) => new(ProviderPerson.Provider, person.Key, person.Issuer);

    private static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account could not be stored: {string.Join(' ', result.Errors.Select(e => e.Code))}");
        }
    }
}
