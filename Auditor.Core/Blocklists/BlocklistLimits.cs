namespace Auditor.Core.Blocklists;

/// <summary>How politely lists are asked. Most are run by volunteers, and those that are not cut off whoever asks too much.</summary>
public static class BlocklistLimits
{
    /// <summary>The shortest time between two equal questions to a list: most entries live for a day or longer.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    /// <summary>How long passed test points stand (RFC 5782 5 asks for regular tests); failed ones stand for <see cref="Interval"/>.</summary>
    public static readonly TimeSpan TestInterval = TimeSpan.FromHours(24);

    /// <summary>How long a good answer outlives the failures that come after it.</summary>
    public static readonly TimeSpan LastKnownFor = TimeSpan.FromHours(48);

    /// <summary>Lists that are asked side by side.</summary>
    public const int ListsAtOnce = 8;

    /// <summary>Between two questions to one list, unless the catalogue has a longer time for it.</summary>
    public static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(100);

    /// <summary>Questions to one list in one run: free use ends at 100,000 a day with most operators.</summary>
    public const int MaxQuestionsPerList = 20_000;

    /// <summary>Failures in a row after which a list is left alone for the rest of a run.</summary>
    public const int MaxFailuresInRow = 5;

    /// <summary>Addresses of one domain that lists are asked about; reports are not authenticated, and could name any number.</summary>
    public const int MaxAddresses = 24;

    /// <summary>The longest that one question waits for its answer; it is not asked twice.</summary>
    public static readonly TimeSpan QuestionTimeout = TimeSpan.FromSeconds(4);
}
