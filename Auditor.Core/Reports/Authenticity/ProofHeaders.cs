namespace Auditor.Core.Reports.Authenticity;

/// <summary>The headers without which a mail proves nothing, found without taking the mail apart.</summary>
internal static class ProofHeaders
{
    private static readonly byte[][] Names = [.. new[] { "dkim-signature", "authentication-results" }.Select(System.Text.Encoding.ASCII.GetBytes)];

    /// <summary>True when the header block has a line that begins with one of them. A blank line ends the block.</summary>
    public static bool AnyIn(ReadOnlySpan<byte> mail)
    {
        while (!mail.IsEmpty)
        {
            var end = mail.IndexOf((byte)'\n');
            var line = end < 0 ? mail : mail[..end];
            if (line.TrimEnd((byte)'\r').IsEmpty)
            {
                return false;
            }

            foreach (var name in Names)
            {
                if (line.Length > name.Length && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name))
                {
                    return true;
                }
            }

            mail = end < 0 ? default : mail[(end + 1)..];
        }

        return false;
    }
}
