using Auditor.Core.Reports.Intake;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Reports;

/// <summary>Whatever bytes are changed, reading ends with an outcome and never with an exception.</summary>
public class MutatedReportTests
{
    private static readonly IntakeLimits Small = IntakeLimits.Default with { MaxExpandedBytes = 1 << 20, MaxExpandedTotalBytes = 2 << 20 };

    // A change is: where, what to do (replace, insert, delete), and a byte or a telling one.
    private static readonly byte[] Telling = [.. "<>&/?!\"\0- "u8];

    private static readonly Gen<(double At, int Kind, byte Value)[]> Changes =
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 2], Gen.OneOf(Gen.Byte, Gen.Int[0, Telling.Length - 1].Select(i => Telling[i]))).Array[1, 6];

    [Fact]
    public void Changed_XML_never_throws() => Check(SampleReport.Xml, "0N0XIzNsQ0O2");

    [Fact]
    public void Changed_gzip_never_throws() => Check(SampleReport.Gzipped, "0N0XIzNsQ0O3");

    [Fact]
    public void Changed_zip_never_throws() => Check(SampleReport.Zip, "0N0XIzNsQ0O4");

    [Fact]
    public void Changed_mail_never_throws() => Check(SampleReport.Mail, "0N0XIzNsQ0O5");

    [Fact]
    public void Changed_UTF_16_never_throws() => Check(File.ReadAllBytes(SampleReport.Fixture("quirky/utf-16-le.xml")), "0N0XIzNsQ0O6");

    private static void Check(byte[] original, string seed) => Changes.Sample(
        changes =>
        {
            var parts = ReadPart.All(Apply(original, changes), Small);

            parts.Should().NotBeEmpty();
            parts.Should().OnlyContain(p => p.Completion.Outcome != ParseOutcome.Quarantined || p.Completion.ReasonCode != null);
        },
        seed: seed, iter: 2000, threads: 1);

    private static byte[] Apply(byte[] original, (double At, int Kind, byte Value)[] changes)
    {
        var bytes = original.ToList();
        foreach (var (at, kind, value) in changes)
        {
            var index = (int)(at * (bytes.Count - 1));
            switch (kind)
            {
                case 0:
                    bytes[index] = value;
                    break;
                case 1:
                    bytes.Insert(index, value);
                    break;
                default:
                    bytes.RemoveAt(index);
                    break;
            }
        }

        return [.. bytes];
    }
}
