namespace Auditor.Worker.Mailboxes;

/// <summary>The steps of reading a mailbox, in their order.</summary>
public enum MailboxStep
{
    Resolve,
    Connect,
    Tls,

    /// <summary>Asking for a token to sign in with.</summary>
    Token,
    SignIn,
    Folder,

    /// <summary>The right to flag or move mails; asked for in a test only.</summary>
    Write,

    /// <summary>Reading mails, after the connection is made.</summary>
    Fetch,

    /// <summary>Flagging or moving mails that are stored.</summary>
    Action,

    /// <summary>Writing to the database.</summary>
    Store,
}

/// <summary>A mailbox cannot be read; the message is one sentence for the user that names the step, the server and the mending.</summary>
public sealed class MailboxException : Exception
{
    public MailboxException(MailboxStep step, string message, Exception? innerException = null)
        : base(message, innerException) => Step = step;

    /// <summary>The step that failed.</summary>
    public MailboxStep Step { get; }
}
