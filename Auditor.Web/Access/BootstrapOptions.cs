namespace Auditor.Web.Access;

/// <summary>Section `Bootstrap`: the first administrator, for installations without a browser. Ignored once a user exists.</summary>
internal sealed class BootstrapOptions
{
    public const string Section = "Bootstrap";

    public string AdminEmail { get; set; } = "";

    /// <summary>The password; AUDITOR__BOOTSTRAP__ADMINPASSWORD_FILE names a file with it.</summary>
    public string AdminPassword { get; set; } = "";
}
