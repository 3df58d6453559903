using System.IO.Compression;
using System.Text;
using Auditor.Tests.Support;

namespace Auditor.Tests.Reports;

/// <summary>The small report of fixtures/reports/aggregate/valid, and containers to put bytes into.</summary>
internal static class SampleReport
{
    public static byte[] Xml { get; } = File.ReadAllBytes(Fixture("valid/rfc7489.xml"));

    public static byte[] Zip { get; } = File.ReadAllBytes(Fixture("valid/report.zip"));

    public static byte[] Mail { get; } = File.ReadAllBytes(Fixture("valid/report.eml"));

    public static byte[] Gzipped { get; } = File.ReadAllBytes(Fixture("valid/report.xml.gz"));

    public static string Fixture(string relative) => Path.Combine(ProjectRoot.Path, "fixtures", "reports", "aggregate", relative);

    public static byte[] Gzip(Action<Stream> write)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            write(gzip);
        }

        return target.ToArray();
    }

    /// <summary>A report of many rows, written piece by piece.</summary>
    public static void WriteLarge(Stream target, int rows)
    {
        var text = Encoding.UTF8.GetString(Xml);
        var start = text.IndexOf("  <record>", StringComparison.Ordinal);
        var end = text.IndexOf("</record>", StringComparison.Ordinal) + "</record>\n".Length;
        var record = Encoding.UTF8.GetBytes(text[start..end]);
        target.Write(Encoding.UTF8.GetBytes(text[..start]));
        for (var i = 0; i < rows; i++)
        {
            target.Write(record);
        }

        target.Write("</feedback>\n"u8);
    }
}
