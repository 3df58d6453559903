namespace Auditor.Worker.Notices;

/// <summary>The steps of sending a notice, in their order.</summary>
public enum NoticeStep
{
    /// <summary>What is set, before anybody is connected to.</summary>
    Settings,
    Resolve,
    Connect,
    Tls,
    SignIn,

    /// <summary>Handing the mail over, or the request with its answer.</summary>
    Send,
}

/// <summary>A notice cannot be sent; the message is one sentence for the user that names the step, the server and the mending.</summary>
public sealed class NoticeException : Exception
{
    public NoticeException(NoticeStep step, string message, Exception? innerException = null)
        : base(message, innerException) => Step = step;

    /// <summary>The step that failed.</summary>
    public NoticeStep Step { get; }
}
