using System.Security.Cryptography;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

public sealed class DkimKeyParserPropertyTests
{
    private const string Seed = "0000KxB0dM41";

    private static readonly string[] Words =
    [
        "v=DKIM1", ";", "; ", ";;", "p=", "p=MIIB", "p=MAA=", "k=rsa", "k=ed25519", "t=y:s", "h=sha1", "s=email", "n=", "=", "\"", "\\;", "-----BEGIN", " ", "\r\n ",
        "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALmvPjPFlrvbQm88kbfeIo1l9lOBCb9y6ATSPiaV3kGvmb6VQ/2lnTrdTPkKZ8qhGKgJGMmW3Mw9FD2aDFU8phUCAwEAAQ==",
    ];

    private static readonly Gen<string> Text =
        Gen.OneOf(Gen.Int[0, Words.Length - 1].Select(i => Words[i]), Gen.String[0, 5]).Array[0, 12].Select(string.Concat);

    [Fact]
    public void The_parser_never_throws_and_points_inside_the_text() =>
        Text.Sample(text => DkimKeyParser.Parse(text).Problems.All(p => p.Position >= 0 && p.Position <= text.Length), seed: Seed, iter: 10_000);

    [Fact]
    public void Any_octets_as_a_key_are_judged_without_an_exception() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Bool).Sample((octets, ed) =>
        {
            var record = DkimKeyParser.Parse($"v=DKIM1; k={(ed ? "ed25519" : "rsa")}; p={Convert.ToBase64String(octets)}");
            return record.Bits is null || record.IsValid;
        }, seed: Seed, iter: 10_000);

    [Fact]
    public void A_damaged_key_is_judged_without_an_exception()
    {
        var key = Convert.FromBase64String(Words[^1][2..]);
        Gen.Select(Gen.Int[0, key.Length - 1], Gen.Byte, Gen.Int[1, key.Length]).Sample((at, value, length) =>
        {
            var octets = key[..length];
            octets[Math.Min(at, length - 1)] = value;
            return DkimKeyParser.Parse("p=" + Convert.ToBase64String(octets)).Bits is null or >= 0;
        }, seed: Seed, iter: 10_000);
    }

    [Fact]
    public void A_valid_record_that_is_written_again_means_the_same() =>
        Text.Sample(text =>
        {
            var record = DkimKeyParser.Parse(text);
            if (!record.IsValid)
            {
                return true;
            }

            var again = DkimKeyParser.Parse(DkimRecordWriter.Write(record));
            return again.IsValid && (again.Bits, again.Revoked, again.TestMode, again.Strict) == (record.Bits, record.Revoked, record.TestMode, record.Strict);
        }, seed: Seed, iter: 10_000);

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void The_length_agrees_with_the_platform(int bits)
    {
        using var rsa = RSA.Create(bits);
        DkimKeyParser.Parse("p=" + Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())).Bits.Should().Be(bits);
        DkimKeyParser.Parse("p=" + Convert.ToBase64String(rsa.ExportRSAPublicKey())).Bits.Should().Be(bits);
    }

    [Fact]
    public void Splitting_a_tag_list_keeps_positions_inside_the_text() =>
        Text.Sample(text => TagList.Split(text).All(t => t.Position >= 0 && t.Position <= text.Length && t.ValuePosition <= text.Length
            && text.AsSpan(t.Position).StartsWith(t.Name)), seed: Seed, iter: 10_000);
}
