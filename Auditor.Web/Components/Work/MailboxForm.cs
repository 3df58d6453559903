using System.ComponentModel.DataAnnotations;
using Auditor.Core.Storage.Entities;
using Auditor.Web.Texts;
using Auditor.Worker.Mailboxes;

namespace Auditor.Web.Components.Work;

/// <summary>What is typed about a mailbox.</summary>
public sealed class MailboxForm : IValidatableObject
{
    /// <summary>0 for a new one.</summary>
    public int Id { get; set; }

    [Required(ErrorMessageResourceType = typeof(WorkTexts), ErrorMessageResourceName = nameof(WorkTexts.NameServerField))]
    [MaxLength(253, ErrorMessageResourceType = typeof(WorkTexts), ErrorMessageResourceName = nameof(WorkTexts.HostTooLong))]
    public string Host { get; set; } = "";

    [Range(1, 65535, ErrorMessageResourceType = typeof(WorkTexts), ErrorMessageResourceName = nameof(WorkTexts.PortRange))]
    public int Port { get; set; } = 993;

    public MailboxSecurity Security { get; set; } = MailboxSecurity.Tls;

    [Required(ErrorMessageResourceType = typeof(WorkTexts), ErrorMessageResourceName = nameof(WorkTexts.NameUser))]
    public string UserName { get; set; } = "";

    /// <summary>Empty keeps the password that is stored.</summary>
    public string Password { get; set; } = "";

    public MailboxSignIn SignIn { get; set; }

    public string TokenEndpoint { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>Empty keeps the secret that is stored.</summary>
    public string ClientSecret { get; set; } = "";

    public string TokenScope { get; set; } = "";

    /// <summary>Empty keeps the refresh token that is stored.</summary>
    public string RefreshToken { get; set; } = "";

    [Required(ErrorMessageResourceType = typeof(WorkTexts), ErrorMessageResourceName = nameof(WorkTexts.NameFolder))]
    public string Folder { get; set; } = "INBOX";

    public MailboxAction Action { get; set; } = MailboxAction.Leave;

    public string DoneFolder { get; set; } = "Processed";

    public string QuarantineFolder { get; set; } = "Failed";

    public string TrustedFingerprint { get; set; } = "";

    public string TrustedCaFile { get; set; } = "";

    public bool Enabled { get; set; } = true;

    /// <summary>A connection stays open on which the server tells of new mail.</summary>
    public bool Listens { get; set; } = true;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (SignIn == MailboxSignIn.Password)
        {
            yield break;
        }

        if (TokenGrant.EndpointProblem(TokenEndpoint) is { } problem)
        {
            yield return new ValidationResult(problem, [nameof(TokenEndpoint)]);
        }

        if (string.IsNullOrWhiteSpace(ClientId))
        {
            yield return new ValidationResult(WorkTexts.NameApplication, [nameof(ClientId)]);
        }

        if (Id == 0 && SignIn == MailboxSignIn.ClientCredentials && ClientSecret.Length == 0)
        {
            yield return new ValidationResult(WorkTexts.GiveSecret, [nameof(ClientSecret)]);
        }

        if (Id == 0 && SignIn == MailboxSignIn.RefreshToken && RefreshToken.Length == 0)
        {
            yield return new ValidationResult(WorkTexts.GiveRefreshToken, [nameof(RefreshToken)]);
        }
    }

    /// <summary>The settings for a connection with <paramref name="password"/>.</summary>
    public MailboxSettings ToSettings(string password) => new()
    {
        Id = Id,
        Host = Host.Trim(),
        Port = Port,
        Security = Security,
        UserName = UserName.Trim(),
        Password = password,
        Folder = Folder.Trim(),
        Action = Action,
        ProcessedFolder = DoneFolder.Trim(),
        FailedFolder = QuarantineFolder.Trim(),
        TrustedFingerprint = string.IsNullOrWhiteSpace(TrustedFingerprint) ? null : TrustedFingerprint.Trim(),
        TrustedCaFile = string.IsNullOrWhiteSpace(TrustedCaFile) ? null : TrustedCaFile.Trim(),
    };
}
