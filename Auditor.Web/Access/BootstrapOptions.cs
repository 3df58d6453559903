using Microsoft.Extensions.Options;

namespace Auditor.Web.Access;

/// <summary>Section `Bootstrap`: the first administrator, for installations without a browser. Ignored once a user exists.</summary>
internal sealed record BootstrapOptions(string? AdminEmail, string? AdminPassword)
{
    private const string EmailKey = "Bootstrap:AdminEmail";
    private const string PasswordKey = "Bootstrap:AdminPassword";
    private const string PasswordFileKey = "Bootstrap:AdminPassword_FILE";

    /// <summary>Reads the section; the file wins over the value.</summary>
    /// <exception cref="OptionsValidationException">The file cannot be read, or one of the two is missing.</exception>
    public static BootstrapOptions Read(IConfiguration configuration)
    {
        var email = configuration[EmailKey];
        var password = configuration[PasswordKey];
        if (configuration[PasswordFileKey] is { Length: > 0 } file)
        {
            try
            {
                password = File.ReadAllText(file).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Wrong($"{PasswordFileKey} names '{file}', which cannot be read: {e.Message}");
            }
        }

        return string.IsNullOrWhiteSpace(email) == string.IsNullOrWhiteSpace(password)
            ? new BootstrapOptions(email, password)
            : throw Wrong($"{EmailKey} and {PasswordKey} (or {PasswordFileKey}) must be given together.");
    }

    private static OptionsValidationException Wrong(string message) => new("Bootstrap", typeof(BootstrapOptions), [message]);
}
