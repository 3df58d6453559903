namespace Auditor.Core.Storage.Activity;

/// <summary>Who does something.</summary>
/// <param name="Name">User name, or one of the names here.</param>
/// <param name="Address">Address that the request came from; null outside requests.</param>
public sealed record Doer(string Name, string? Address = null)
{
    /// <summary>Somebody at the command line of the machine itself.</summary>
    public static Doer CommandLine { get; } = new("command line");

    /// <summary>The product by itself: schedules, first start.</summary>
    public static Doer Service { get; } = new("service");
}

/// <summary>What was done.</summary>
/// <param name="Action">One of <see cref="ActivityActions"/>.</param>
/// <param name="Subject">What it was done to; null when the action says it all.</param>
/// <param name="Before">How it was, in one line without secrets.</param>
/// <param name="After">How it is now, in one line without secrets.</param>
public sealed record Deed(string Action, string? Subject = null, string? Before = null, string? After = null);
