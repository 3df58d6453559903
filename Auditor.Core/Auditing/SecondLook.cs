namespace Auditor.Core.Auditing;

/// <summary>Decides when an audit is made a second time, over another resolver, before it counts: before a change is noted, and before a failure is believed.</summary>
public static class SecondLook
{
    /// <summary>True when the audit differs from what was known, or DNS failed for something.</summary>
    public static bool IsNeeded(AuditRequest request, AuditDocument first)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(first);
        return !first.Unknown.IsEmpty || !first.Stale.IsEmpty || AuditChanges.Between(request.Known, first).Length > 0 || AnswersDiffer(request.Known, first);
    }

    /// <summary>The request of the second look: where that gets no answer, the first one's counts.</summary>
    public static AuditRequest Request(AuditRequest request, AuditDocument first)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(first);
        return request with { Known = request.Known.With(first.Answers) };
    }

    // Foreign names too: an include that is gone is a finding as much as a record of one's own. Only what begins or ceases to be there
    // counts: the addresses of large services change all the time.
    private static bool AnswersDiffer(KnownAnswers known, AuditDocument first) =>
        first.Answers.Any(now => known.Find(now.Name, now.Type) is { } before && before.Answer.IsEmpty != now.Answer.IsEmpty);
}
