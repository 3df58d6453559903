using Auditor.Core.Dns;

namespace Auditor.Worker.Domains;

/// <summary>What becomes of a line of an import.</summary>
public enum ImportOutcome
{
    /// <summary>It cannot be used; the note says why.</summary>
    Invalid,

    /// <summary>The domain is added.</summary>
    New,

    /// <summary>The domain is there, and something about it changes.</summary>
    Change,

    /// <summary>The domain is there as the line says.</summary>
    Same,

    /// <summary>The domain stands on an earlier line, which counts.</summary>
    Twice,
}

/// <summary>A line of an import.</summary>
/// <param name="Line">Its number from 1.</param>
/// <param name="Text">Its first field as written.</param>
public sealed record ImportLine(int Line, string Text)
{
    /// <summary>Null when the text is no domain.</summary>
    public DomainName? Domain { get; init; }

    /// <summary>Null leaves the group as it is.</summary>
    public string? Group { get; init; }

    /// <summary>Added to those that are there.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>people, machine, receive-only or parked; null leaves the purpose as it is.</summary>
    public string? Purpose { get; init; }

    public ImportOutcome Outcome { get; init; }

    /// <summary>What is wrong and how to mend it, or what changes; null for nothing to say.</summary>
    public string? Note { get; init; }
}

/// <summary>What an import would do, a line each.</summary>
public sealed record ImportPlan(IReadOnlyList<ImportLine> Lines)
{
    /// <summary>How many lines come to this.</summary>
    public int Count(ImportOutcome outcome) => Lines.Count(l => l.Outcome == outcome);

    /// <summary>Lines that change something.</summary>
    public int Changes => Lines.Count(l => l.Outcome is ImportOutcome.New or ImportOutcome.Change);
}
