using System.Text;

namespace Auditor.Tests.Support;

/// <summary>Two hundred mails as a mailbox for reports collects them: real ones, generated ones, repeats, chatter and a bomb.</summary>
internal static class JourneyMails
{
    public const int Count = 200;

    private static readonly Lazy<IReadOnlyList<byte[]>> Made = new(Make);

    /// <summary>The mails; made once, never changed.</summary>
    public static IReadOnlyList<byte[]> All() => Made.Value;

    private static List<byte[]> Make()
    {
        var mails = Shared().ToList();
        mails.Add(ReportMails.Bomb());
        mails.AddRange(Enumerable.Range(0, 3).Select(ReportMails.Chatter));
        mails.AddRange(Enumerable.Range(0, 20).Select(ReportMails.SentAgain));
        mails.AddRange(Enumerable.Range(5, 5).Select(n => ReportMails.Report(n)));
        mails.AddRange(Enumerable.Range(0, Count - mails.Count).Select(n => ReportMails.Report(n)));

        // Mixed as they come in, the same way each time.
        var random = new Random(7);
        return [.. mails.OrderBy(_ => random.Next())];
    }

    // Mails as they are; report files as the attachment of a mail.
    private static IEnumerable<byte[]> Shared()
    {
        var root = SharedData.PathOf("reports/aggregate");
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (name.EndsWith(".eml", StringComparison.Ordinal))
            {
                yield return File.ReadAllBytes(file);
            }
            else if (!name.EndsWith(".json", StringComparison.Ordinal) && !name.EndsWith(".jsonl", StringComparison.Ordinal))
            {
                yield return ReportMails.Mail(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name)[..Math.Min(20, name.Length)]), name, File.ReadAllBytes(file));
            }
        }
    }
}
