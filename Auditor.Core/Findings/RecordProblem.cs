namespace Auditor.Core.Findings;

/// <summary>One place where a record of an optional standard is wrong or odd.</summary>
/// <param name="Code">A short word, stable within its protocol, such as <c>missing-id</c>.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="IsError">True when the record cannot be used because of it.</param>
public sealed record RecordProblem(string Code, string Message, bool IsError);

/// <summary>Collects problems; a hostile text cannot make more than <see cref="Limit"/>.</summary>
internal sealed class RecordProblems
{
    /// <summary>Problems kept for one text.</summary>
    public const int Limit = 100;

    private readonly List<RecordProblem> items = [];

    public IReadOnlyList<RecordProblem> Items => items;

    public bool HasErrors { get; private set; }

    public void Error(string code, string message) => Add(new RecordProblem(code, message, true));

    public void Note(string code, string message) => Add(new RecordProblem(code, message, false));

    private void Add(RecordProblem problem)
    {
        HasErrors |= problem.IsError;
        if (items.Count < Limit)
        {
            items.Add(problem);
        }
    }
}
