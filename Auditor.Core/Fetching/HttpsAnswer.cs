using System.Collections.Immutable;

namespace Auditor.Core.Fetching;

/// <summary>The end of one fetch.</summary>
/// <param name="Address">The address as asked for.</param>
/// <param name="Status">How it ended.</param>
public sealed record HttpsAnswer(string Address, HttpsStatus Status)
{
    /// <summary>The HTTP status; null unless <see cref="HttpsStatus.Answered"/>, or <see cref="HttpsStatus.TooLarge"/>.</summary>
    public int? Code { get; init; }

    /// <summary>The media type with its parameters; null when none was sent.</summary>
    public string? ContentType { get; init; }

    /// <summary>Where the server redirects to, which was not followed; null without a redirect.</summary>
    public string? Location { get; init; }

    /// <summary>The body of an answer with status 200; empty otherwise.</summary>
    public ImmutableArray<byte> Body { get; init; } = [];

    /// <summary>The address and port connected to; null without a connection.</summary>
    public string? Server { get; init; }

    /// <summary>The certificate that the server showed, valid or not; null when there was none.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>What went wrong, as a sentence; null for an answer.</summary>
    public string? Error { get; init; }

    /// <summary>True for status 200 with a body to read.</summary>
    public bool IsOk => Status == HttpsStatus.Answered && Code == 200;

    /// <summary>
    /// True when the cause may lie on the way, or with us: nothing may be concluded about the server. What the server itself said or
    /// showed is known.
    /// </summary>
    public bool IsUnknown => Status is HttpsStatus.NameUnresolved or HttpsStatus.ConnectFailed or HttpsStatus.TimedOut or HttpsStatus.NotTried;

    /// <summary>Why there is nothing to read, as a sentence; empty when there is.</summary>
    public string Failure => this switch
    {
        { IsOk: true } => string.Empty,
        { Status: HttpsStatus.Answered, Code: >= 300 and < 400 } => $"The server redirects (status {Code}{(Location is null ? "" : $", to {Location}")}), which is not followed.",
        { Status: HttpsStatus.Answered } => $"The server answers with status {Code} instead of 200.",
        _ => Error ?? Status.ToWord(),
    };
}
