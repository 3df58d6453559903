using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Auditor.Core.Dkim;
using Auditor.Core.Dns;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dkim;

/// <summary>The cases of fixtures/dkim/records.json, and keys of every length, written from RFC 6376, 8301 and 8463.</summary>
public sealed class DkimKeyCaseTests
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const int Head = 50;

    [Fact]
    public async Task Every_record_of_the_fixture_gives_what_it_says()
    {
        var key = await KeyOfFixtureAsync();
        var raw = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var wrapped = Convert.ToBase64String([.. Convert.FromHexString("302A300506032B6570032100"), .. raw]);
        var wrong = new List<string>();
        var cases = FixtureCases.Read("dkim/records.json");
        foreach (var item in cases)
        {
            var text = item.GetProperty("record").GetString()!.Replace("{rsa2048}", key).Replace("{head}", key[..Head]).Replace("{tail}", key[Head..])
                .Replace("{ed25519}", Convert.ToBase64String(raw)).Replace("{wrapped25519}", wrapped);
            var facts = Read(text);
            wrong.AddRange(item.EnumerateObject().Select(p => (p.Name, Wanted: p.Value.ToString(), Got: Actual(facts, p.Name)))
                .Where(p => p.Got is not null && p.Got != p.Wanted).Select(p => $"{item}: {p.Name} is '{p.Got}'"));
        }

        wrong.Should().BeEmpty();
        cases.Should().HaveCountGreaterThan(90);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1016)]
    [InlineData(1017)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(8192)]
    public void The_bits_are_those_of_the_modulus_in_both_encodings(int bits)
    {
        Read(Wrap(Rsa(Modulus(bits)))).Should().Match<SelectorFacts>(f => f.Bits == bits && f.Record!.Encoding == KeyEncoding.SubjectPublicKeyInfo && f.HasUsableKey);
        Read(Rsa(Modulus(bits))).Should().Match<SelectorFacts>(f => f.Bits == bits && f.Record!.Encoding == KeyEncoding.Pkcs1 && f.HasUsableKey);
    }

    public static TheoryData<string, byte[], bool> Keys
    {
        get
        {
            var modulus = Modulus(2048);
            var sound = Rsa(modulus);
            return new()
            {
                { "exponent 3", Wrap(Rsa(modulus, 3)), true },
                { "exponent of 33 bits", Wrap(Rsa(modulus, (BigInteger.One << 32) + 1)), true },
                { "exponent 1", Wrap(Rsa(modulus, 1)), false },
                { "exponent 0", Wrap(Rsa(modulus, 0)), false },
                { "even exponent", Wrap(Rsa(modulus, 65536)), false },
                { "even modulus", Wrap(Rsa(modulus - 1)), false },
                { "negative modulus", Wrap(Rsa(-modulus)), false },
                { "no parameters", Wrap(sound, parameters: false), true },
                { "RSASSA-PSS", Wrap(sound, RsaPss), false },
                { "octets behind the key", [.. Wrap(sound), 0], false },
                { "octets behind the bare key", [.. sound, 0], false },
                { "octets behind the inner key", Wrap([.. sound, 0]), false },
                { "three numbers", Wrap(Rsa(modulus, 65537, 1)), false },
                { "cut off", Wrap(sound)[..200], false },
                { "a leading zero octet too many", Padded(sound), false },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Only_a_key_that_is_RSA_to_the_last_octet_is_usable(string what, byte[] key, bool usable) =>
        Read(key).HasUsableKey.Should().Be(usable, what);

    private static string? Actual(SelectorFacts facts, string field) => field switch
    {
        "status" => facts.Status.ToString().ToLowerInvariant(),
        "bits" => facts.Bits?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
        "keyType" => facts.KeyType,
        "revoked" => facts.Revoked.ToString(),
        "testMode" => facts.TestMode.ToString(),
        "strict" => facts.Strict.ToString(),
        "codes" => JsonSerializer.Serialize(Codes(facts)).Replace(",", ", "),
        _ => null,
    };

    private static List<string> Codes(SelectorFacts facts)
    {
        var all = new DkimFacts { Domain = DomainName.Parse("example.com"), Selectors = [facts], Discovery = SelectorDiscovery.Known };
        return [.. DkimRules.OfOneSelector.SelectMany(r => r.Check(all)).Select(f => f.Code)];
    }

    private static SelectorFacts Read(byte[] key) => Read($"v=DKIM1; k=rsa; p={Convert.ToBase64String(key)}");

    private static SelectorFacts Read(string text)
    {
        var name = DomainName.Parse("s1._domainkey.example.com");
        return DkimAuditor.FromOutcome(
            new SelectorCandidate(Selector.Parse("s1"), SelectorSource.Configured), name, DnsOutcome.Answer(name, DnsRecordType.Txt, new TxtRecord(name, 300, [text])));
    }

    private static async Task<string> KeyOfFixtureAsync()
    {
        var zones = StrictZones.Load(FixtureFiles.PathOf("dkim/keys.zone"));
        var name = DomainName.Parse("rsa2048._domainkey.example.com");
        var outcome = await zones.QueryAsync(name, DnsRecordType.Txt, TestContext.Current.CancellationToken);
        return TagList.Split(outcome.Texts.Single()).Single(t => t.Name == "p").Value!;
    }

    // Odd, with the top bit set: all that makes a length. Nobody signs with it.
    private static BigInteger Modulus(int bits) =>
        (new BigInteger(SHA256.HashData([1]), isUnsigned: true) << (bits - 256)) | (BigInteger.One << (bits - 1)) | 1;

    private static byte[] Rsa(BigInteger modulus, params BigInteger[] more)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var number in (BigInteger[])[modulus, .. more.Length == 0 ? [65537] : more])
            {
                writer.WriteInteger(number);
            }
        }

        return writer.Encode();
    }

    private static byte[] Wrap(byte[] key, string algorithm = RsaEncryption, bool parameters = true)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                if (parameters)
                {
                    writer.WriteNull();
                }
            }

            writer.WriteBitString(key);
        }

        return writer.Encode();
    }

    // The lengths of a 2048-bit key take two octets each: SEQUENCE at 2, INTEGER at 6.
    private static byte[] Padded(byte[] sound)
    {
        byte[] padded = [.. sound[..8], 0, .. sound[8..]];
        padded[3]++;
        padded[7]++;
        return padded;
    }
}
