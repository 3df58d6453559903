using Auditor.Web.Components.Controls;
using Auditor.Web.Texts;
using Microsoft.AspNetCore.Identity;

namespace Auditor.Web.Access;

/// <summary>What the framework says about a person that it refuses, in the reader's language; English in its own words.</summary>
internal sealed class IdentityWords : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) => Of(base.PasswordTooShort(length), Say.It(SettingTexts.PasswordTooShort, length));

    public override IdentityError DuplicateUserName(string userName) => Of(base.DuplicateUserName(userName), Say.It(SettingTexts.UserNameTaken, userName));

    public override IdentityError DuplicateEmail(string email) => Of(base.DuplicateEmail(email), Say.It(SettingTexts.EmailTaken, email));

    public override IdentityError InvalidEmail(string? email) => Of(base.InvalidEmail(email), Say.It(SettingTexts.EmailInvalid, email));

    public override IdentityError InvalidUserName(string? userName) => Of(base.InvalidUserName(userName), Say.It(SettingTexts.UserNameInvalid, userName));

    public override IdentityError ConcurrencyFailure() => Of(base.ConcurrencyFailure(), SettingTexts.ChangedMeanwhile);

    private static IdentityError Of(IdentityError error, string words) => new() { Code = error.Code, Description = words };
}
