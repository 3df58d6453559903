namespace Auditor.Core.Dns.ZoneFiles;

/// <summary>A zone file that cannot be read. The message is one line that says where, what, and how to mend it.</summary>
public sealed class ZoneFileException : Exception
{
    internal ZoneFileException(string file, int? line, string problem, string remedy, Exception? inner = null)
        : base($"{file}{(line is null ? string.Empty : $":{line}")}: {problem} {remedy}", inner)
    {
        File = file;
        Line = line;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>The path as given.</summary>
    public string File { get; }

    /// <summary>The line, counted from 1; null when the file as a whole is meant.</summary>
    public int? Line { get; }

    /// <summary>What is wrong, as a sentence.</summary>
    public string Problem { get; }

    /// <summary>How to mend it, as a sentence.</summary>
    public string Remedy { get; }
}
