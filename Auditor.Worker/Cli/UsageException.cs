namespace Auditor.Worker.Cli;

/// <summary>The command line, or a file that it names, is wrong: one line on stderr that says what, where and how to mend it, exit code 1.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
