namespace Auditor.Worker.Mailboxes;

/// <summary>Words of a server made fit to be shown and logged: one line, bounded, without the password.</summary>
internal static class ServerText
{
    /// <summary>Characters kept of what a server said.</summary>
    private const int MaxLength = 200;

    public static string Clean(string? text, string? secret = null)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "no reason given";
        }

        if (!string.IsNullOrEmpty(secret))
        {
            text = text.Replace(secret, "(password)", StringComparison.Ordinal);
        }

        var line = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim().TrimEnd('.');
        return line.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, MaxLength), "...");
    }
}
