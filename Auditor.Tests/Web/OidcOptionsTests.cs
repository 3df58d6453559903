using System.Security.Claims;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using Auditor.Web.Access.Oidc;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Xunit;

namespace Auditor.Tests.Web;

public sealed class OidcOptionsTests
{
    private static readonly (string, string)[] Whole =
    [
        ("Oidc:Authority", "https://login.example/realms/staff"), ("Oidc:ClientId", "auditor"), ("Oidc:ClientSecret", "s3cret"), ("Oidc:Administrators", "auditors, admins"), ("Oidc:Editors:0", "cn=mail,ou=groups"),
    ];

    [Fact]
    public void Without_a_key_it_is_off() => Read().Should().BeSameAs(OidcOptions.Off);

    [Fact]
    public void A_whole_section_is_read_with_its_defaults()
    {
        var options = Read(Whole);
        options.IsOn.Should().BeTrue();
        options.Scopes.Should().Equal("openid", "profile", "email");
        options.RoleClaim.Should().Be("groups");
        options.Name.Should().Be("OpenID Connect");
        options.Administrators.Should().Equal("auditors", "admins");
        options.Editors.Should().Equal("cn=mail,ou=groups");
        (options.LinkByEmail, options.Only).Should().Be((false, false));
        options.ToString().Should().NotContain("s3cret");
        ConfigurationCheck.Failures(Configuration(Whole), []).Should().BeEmpty();
    }

    [Fact]
    public void Half_a_section_names_everything_that_is_missing() => Mistakes(("Oidc:Only", "true")).Should().SatisfyRespectively(
        secret => secret.Should().StartWith("Oidc:ClientSecret is missing: sign-in by OpenID Connect needs the client's secret (or Oidc:ClientSecret_FILE"),
        authority => authority.Should().StartWith("Oidc:Authority is missing:").And.EndWith("Set it (AUDITOR__OIDC__AUTHORITY), or take every key of Oidc away."),
        client => client.Should().StartWith("Oidc:ClientId is missing:"),
        nobody => nobody.Should().StartWith("Nobody could come in: give at least one of Oidc:Administrators, Oidc:Editors and Oidc:Viewers"));

    [Fact]
    public void Only_needs_somebody_who_can_administer() =>
        Mistakes([.. Whole[..3], ("Oidc:Viewers", "staff"), ("Oidc:Only", "true")]).Should().ContainSingle().Which.Should().StartWith("Oidc:Only is true while Oidc:Administrators is empty");

    [Theory]
    [InlineData("http://login.example", "write https://")]
    [InlineData("login.example", "no address of a provider")]
    [InlineData("https://user:pw@login.example", "no address of a provider")]
    [InlineData("https://login.example/.well-known/openid-configuration", "leave out /.well-known/")]
    public void The_address_is_https_and_the_providers_own(string authority, string problem) =>
        Mistakes([("Oidc:Authority", authority), .. Whole[1..]]).Should().ContainSingle().Which.Should().StartWith("Oidc:Authority cannot be used: ").And.Contain(problem);

    [Theory]
    [InlineData("http://localhost:8080/realms/a")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080")]
    public void On_this_machine_http_will_do(string authority) => Read([("Oidc:Authority", authority), .. Whole[1..]]).Authority.Should().Be(authority);

    [Fact]
    public void The_file_of_the_secret_wins_and_must_be_there()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("auditor-oidc-").FullName, "secret");
        File.WriteAllText(file, "from the file\n");
        Read([.. Whole, ("Oidc:ClientSecret_FILE", file)]).ClientSecret.Should().Be("from the file");
        File.WriteAllText(file, "\n");
        Mistakes([.. Whole, ("Oidc:ClientSecret_FILE", file)]).Should().Equal($"Oidc:ClientSecret_FILE names '{file}', which is empty; put the client's secret into it.");
        Mistakes([.. Whole, ("Oidc:ClientSecret_FILE", "/no/such/file")]).Should().ContainSingle().Which.Should().StartWith("Oidc:ClientSecret_FILE names '/no/such/file', which cannot be read: ");
    }

    [Fact]
    public void A_scope_that_is_missing_and_a_switch_that_is_none_are_named() => Mistakes([.. Whole, ("Oidc:Scopes", "profile email"), ("Oidc:LinkByEmail", "yes")]).Should().SatisfyRespectively(
        link => link.Should().Be("Oidc:LinkByEmail is 'yes', which is neither true nor false."),
        scopes => scopes.Should().StartWith("Oidc:Scopes lacks the scope openid"));

    [Fact]
    public void An_unknown_key_is_named_with_the_one_that_was_meant() =>
        ConfigurationCheck.Failures(Configuration([.. Whole, ("Oidc:RoleClaims", "roles")]), []).Should().Equal("The configuration has an unknown key Oidc:RoleClaims; did you mean Oidc:RoleClaim?");

    [Fact]
    public void Values_are_compared_letter_by_letter()
    {
        var options = Read(Whole);
        options.RoleOf(["x", "cn=mail,ou=groups", "admins"]).Should().Be(UserRole.Administrator);
        options.RoleOf(["cn=mail,ou=groups"]).Should().Be(UserRole.Editor);
        options.RoleOf(["Admins", "cn=mail", ""]).Should().BeNull();
    }

    [Fact]
    public void Every_key_is_documented()
    {
        var text = File.ReadAllText(Path.Combine(ProjectRoot.Path, "docs", "configuration.md"));
        SettingCatalogue.ConfigurationOnly.Keys.Where(k => k.StartsWith("Oidc:", StringComparison.Ordinal) && !k.EndsWith(":*", StringComparison.Ordinal) && !k.EndsWith("_FILE", StringComparison.Ordinal))
            .Should().HaveCount(11).And.OnlyContain(k => text.Contains($"| `{k}` "));
        text.Should().Contain("`Oidc:ClientSecret` (`_FILE`)");
    }

    [Fact]
    public void A_session_by_the_provider_holds_twelve_hours_and_one_by_password_not_beside_Only()
    {
        var clock = new SteppedTime();
        var on = new OidcSession(Read(Whole), clock);
        var byProvider = new ClaimsPrincipal(new ClaimsIdentity([on.Mark()], "test"));
        var byPassword = new ClaimsPrincipal(new ClaimsIdentity([], "test"));
        on.Holds(byProvider).Should().BeTrue();
        on.Holds(byPassword).Should().BeTrue();
        new OidcSession(Read([.. Whole, ("Oidc:Only", "true")]), clock).Holds(byPassword).Should().BeFalse();
        new OidcSession(OidcOptions.Off, clock).Holds(byProvider).Should().BeFalse("whoever turned the provider off wants nobody from there");
        clock.Advance(OidcSession.Longest);
        on.Holds(byProvider).Should().BeFalse();
        on.Holds(byPassword).Should().BeTrue();
    }

    [Theory]
    [InlineData("true", "a@x.test", true)]
    [InlineData("True", "a@x.test", true)]
    [InlineData("false", "a@x.test", false)]
    [InlineData("1", "a@x.test", false)]
    [InlineData("true", null, false)]
    public void An_address_is_verified_only_if_the_provider_says_so_of_the_claim_email(string verified, string? email, bool expected)
    {
        List<Claim> claims = [new("sub", "1"), new("preferred_username", "u@x.test"), new("email_verified", verified)];
        if (email is not null)
        {
            claims.Add(new("email", email));
        }

        var person = ProviderPerson.From(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")), "groups")!;
        person.IsVerified.Should().Be(expected);
        person.Email.Should().Be(email ?? "u@x.test");
    }

    [Fact]
    public void Two_addresses_or_two_words_about_them_are_none()
    {
        ProviderPerson.From(Of(("sub", "1"), ("email", "a@x.test"), ("email", "b@x.test"), ("email_verified", "true")), "groups")!.Should().Match<ProviderPerson>(p => p.Email == null && !p.IsVerified);
        ProviderPerson.From(Of(("sub", "1"), ("email", "a@x.test"), ("email_verified", "false"), ("email_verified", "True")), "groups")!.IsVerified.Should().BeFalse();
        ProviderPerson.From(Of(("email", "a@x.test")), "groups").Should().BeNull("whoever has no subject is nobody");
    }

    private static ClaimsPrincipal Of(params (string Type, string Value)[] claims) => new(new ClaimsIdentity(claims.Select(c => new Claim(c.Type, c.Value)), "test"));

    private static OidcOptions Read(params (string Key, string Value)[] values) => OidcOptions.Read(Configuration(values));

    private static IEnumerable<string> Mistakes(params (string Key, string Value)[] values)
    {
        try
        {
            Read(values);
            return [];
        }
        catch (OptionsValidationException e)
        {
            return e.Failures;
        }
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build();
}
