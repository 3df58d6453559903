namespace Auditor.Worker.Notices;

/// <summary>A notice in words, whatever channel it takes.</summary>
/// <param name="Day">The morning, as a local day.</param>
/// <param name="Language">Two letters.</param>
/// <param name="Subject">One line.</param>
/// <param name="Verdict">One sentence on how everything stands.</param>
/// <param name="Sections">What there is to tell, most urgent first; empty when there is nothing.</param>
/// <param name="Footer">Who sent it and why.</param>
public sealed record Notice(DateOnly Day, string Language, string Subject, string Verdict, IReadOnlyList<NoticeSection> Sections, string Footer)
{
    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>True when something needs somebody, or changed.</summary>
    public bool NeedsSending => Sections.Any(s => s.IsNews);

    /// <summary>True for one that somebody asked for to see whether it arrives.</summary>
    public bool IsTest { get; init; }

    /// <summary>Where links go; null without.</summary>
    public string? Address { get; init; }
}

/// <summary>One kind of things to tell.</summary>
/// <param name="Code">Its stable name for programs.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Lines">The first of them.</param>
/// <param name="Total">How many there are.</param>
/// <param name="IsNews">True when it is a reason to send.</param>
public sealed record NoticeSection(string Code, string Title, IReadOnlyList<NoticeLine> Lines, int Total, bool IsNews)
{
    /// <summary>"and 3 more"; null when all are shown.</summary>
    public string? More { get; init; }
}

/// <summary>One thing to tell. Its texts are made visible and cut, and not encoded.</summary>
/// <param name="Text">One line.</param>
/// <param name="Details">Further lines.</param>
public sealed record NoticeLine(string Text, IReadOnlyList<string> Details)
{
    /// <summary>In A-labels; null when it is about no domain.</summary>
    public string? Domain { get; init; }

    /// <summary>Code of the finding; null without one.</summary>
    public string? Code { get; init; }
}
