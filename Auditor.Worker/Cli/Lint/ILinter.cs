using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Worker.Cli.Lint;

/// <summary>Checks one kind of record before it is published.</summary>
internal interface ILinter
{
    /// <summary>The word of the command line, such as <c>dmarc</c>.</summary>
    string Kind { get; }

    /// <summary>
    /// True when the text is a file that a server hands out as it is, so that a byte order mark counts. Before a record it is but a trace
    /// of the editor.
    /// </summary>
    bool ReadsServedFile => false;

    /// <summary>Reads a text; whatever is wrong with it is part of the report.</summary>
    LintReport Lint(string text);
}

/// <summary>What a linter says of a text.</summary>
/// <param name="Document">The object that <c>--format json</c> prints; its field names are a public contract.</param>
/// <param name="Summary">The lines of <c>--format text</c> above the findings.</param>
/// <param name="Findings">What is wrong.</param>
internal sealed record LintReport(object Document, ImmutableArray<string> Summary, ImmutableArray<Finding> Findings);
