using System.Collections.Immutable;
using Auditor.Core.Findings;

namespace Auditor.Core.Bimi;

/// <summary>What a logo is, told without drawing it (draft-svg-tiny-ps-abrotman).</summary>
/// <param name="Title">The text of its title; null without one.</param>
/// <param name="Bytes">Its size in bytes, after unpacking.</param>
/// <param name="Problems">What is wrong or odd.</param>
public sealed record SvgTinyPs(string? Title, int Bytes, ImmutableArray<RecordProblem> Problems)
{
    /// <summary>The file as text without white space: two files that differ in line ends only are the same logo.</summary>
    internal string Ink { get; init; } = string.Empty;

    /// <summary>True when receivers may show it.</summary>
    public bool IsValid => !Problems.Any(p => p.IsError);

    /// <summary>True for the same drawing, letter by letter.</summary>
    public bool IsSameAs(SvgTinyPs other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Ink == other.Ink;
    }
}
