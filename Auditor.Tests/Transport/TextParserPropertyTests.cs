using Auditor.Core.Bimi;
using Auditor.Core.Findings;
using Auditor.Core.Transport;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Transport;

/// <summary>The readers of MTA-STS, TLS-RPT and BIMI texts take any text.</summary>
public sealed class TextParserPropertyTests
{
    private static readonly string[] Pieces =
    [
        "v=STSv1", "v=TLSRPTv1", "v=BIMI1", ";", " ", "=", ",", "id=", "rua=", "l=", "a=", "lps=", "avp=brand", "mailto:x@y.example", "https://y.example/x.svg",
        "https://", "https:", "%", "%41", ":", "\n", "\r\n", "version: STSv1", "mode: enforce", "mx: *.y.example", "mx:", "max_age: 604800", "\t", "\u0000", "\u00e9", "x",
    ];

    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.String, Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 20].Select(string.Concat));

    [Fact]
    public void No_text_makes_a_reader_throw_and_what_is_unusable_says_why() => AnyText.Array[1, 3].Sample(
        texts =>
        {
            var sts = MtaStsRecord.Read(texts);
            var tls = TlsRptRecord.Read(texts);
            var bimi = BimiParser.Read(texts);
            var policy = MtaStsPolicyParser.Parse(texts[0]);
            return Agrees(sts.IsValid, sts.Problems) && Agrees(tls.IsValid, tls.Problems) && Agrees(policy.IsValid, policy.Problems)
                && (bimi.Status == BimiStatus.None || Agrees(bimi.IsValid, bimi.Problems));
        },
        seed: "0N0XIzNsQ0O2", iter: 10_000);

    [Fact]
    public void A_megabyte_of_malice_makes_few_problems()
    {
        var body = string.Concat(Enumerable.Repeat("x\n", 500_000));

        MtaStsPolicyParser.Parse(body).Problems.Length.Should().BeLessThanOrEqualTo(RecordProblems.Limit);
        BimiParser.Read("v=BIMI1;" + body.Replace('\n', ';')).Problems.Length.Should().BeLessThanOrEqualTo(RecordProblems.Limit);
        TlsRptRecord.Read("v=TLSRPTv1; rua=" + body.Replace('\n', ',')).Problems.Length.Should().BeLessThanOrEqualTo(RecordProblems.Limit);
    }

    private static bool Agrees(bool isValid, IEnumerable<RecordProblem> problems) => isValid != problems.Any(p => p.IsError);
}
