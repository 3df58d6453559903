using Auditor.Core.Dns;
using Auditor.Core.Dns.ZoneFiles;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Dns;

public sealed class DnsPropertyTests
{
    private static readonly Gen<string> Label = Gen.Char["abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_-*=+!~"].Array[1, 20].Select(c => new string(c));

    private static readonly Gen<string> Name = Label.Array[1, 8].Select(l => string.Join('.', l));

    // Pieces of master files, so that the random texts get past the first word.
    private static readonly Gen<string> ZoneText = Gen.OneOf(
        OneOf("$ORIGIN ", "$TTL ", "example.com. ", "@ ", "IN ", "3600 ", "A ", "AAAA ", "MX ", "10 ", "TXT ", "CNAME ", "SOA ", "NS ", "CAA ", "TYPE65 ", "192.0.2.1", "2001:db8::1", "\"", "\\", "\\255", "\\999", "(", ")", ";", "\n", "\n ", "\t", "; !servfail ", "; !timeout a TXT", "*", ".", "..", "\u00e9", "\0", "\r\n", "- "),
        Name, Gen.String[0, 12]).Array[0, 60].Select(string.Concat);

    [Fact]
    public void A_name_reads_back_as_it_prints() =>
        Name.Where(n => n.Length <= DomainName.MaxLength).Sample(text =>
        {
            var name = DomainName.Parse(text);
            return DomainName.Parse(name.ToString()) == name && name.Labels.Count == name.LabelCount && name.Value.Equals(text, StringComparison.OrdinalIgnoreCase) && !name.Value.Any(char.IsAsciiLetterUpper);
        });

    [Fact]
    public void Any_text_is_a_name_or_refused_with_a_sentence() =>
        Gen.OneOf(Gen.String, Gen.String[0, 300], Name).Sample(text =>
        {
            if (DomainName.TryParse(text, out var name, out var error))
            {
                return name.Value.Length <= DomainName.MaxLength && name.Labels.All(l => l.Length is > 0 and <= DomainName.MaxLabelLength)
                    && name.Display is not null && DomainName.Parse(name.ToString()) == name;
            }

            return error.EndsWith('.') && FluentActions.Invoking(() => DomainName.Parse(text)).Should().Throw<ArgumentException>() is not null;
        });

    [Fact]
    public void A_name_is_below_each_of_its_parents() =>
        Name.Where(n => n.Length <= DomainName.MaxLength).Sample(text =>
        {
            var name = DomainName.Parse(text);
            for (var parent = name.Parent; !parent.IsRoot; parent = parent.Parent)
            {
                if (!name.IsBelow(parent) || parent.IsAtOrBelow(name))
                {
                    return false;
                }
            }

            return name.IsBelow(DomainName.Root);
        });

    [Fact]
    public void Any_text_is_a_zone_file_or_refused_with_its_line() =>
        ZoneText.Sample(
            text =>
            {
                try
                {
                    var resolver = ZoneFileResolver.FromText(text);
                    return resolver.QueryAsync(DomainName.Parse("a.example.com"), DnsRecordType.Txt, CancellationToken.None).AsTask().IsCompletedSuccessfully;
                }
                catch (ZoneFileException e)
                {
                    return e.Line is >= 1 && e.Line <= text.Count(c => c == '\n') + 1 && e.Remedy.Length > 0;
                }
            },
            iter: 5_000);

    [Fact]
    public void Any_octets_of_a_TXT_record_survive_the_zone_file() =>
        Gen.Byte.Array[0, 255].Array[1, 4].Sample(strings =>
        {
            var quoted = string.Join(' ', strings.Select(s => $"\"{string.Concat(s.Select(b => $"\\{b:000}"))}\""));
            var outcome = ZoneFileResolver.FromText($"a.test. TXT {quoted}").QueryAsync(DomainName.Parse("a.test"), DnsRecordType.Txt, CancellationToken.None).AsTask().Result;
            return outcome.Texts.Single() == string.Concat(strings.SelectMany(s => s).Select(b => (char)b));
        });

    [Fact]
    public void Any_text_is_a_server_or_refused_with_a_sentence() =>
        Gen.OneOf(Gen.String, OneOf("192.0.2.1", "::1", "[::1]", "[::1]:53", "localhost", "a.b:", ":53", "a:0", "a:65536", "[x]:1"), Name).Sample(text =>
            DnsServerAddress.TryParse(text, out var server, out var error)
                ? DnsServerAddress.TryParse(server.ToString(), out var again, out _) && again == server
                : error.EndsWith('.'));

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);
}
