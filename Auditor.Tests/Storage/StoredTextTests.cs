using System.Text;
using Auditor.Core.Storage;
using CsCheck;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class StoredTextTests
{
    [Fact]
    public void A_text_fits_a_key_column_whatever_it_is() =>
        Gen.String[0, 2_000].Sample(text => Encoding.UTF8.GetByteCount(StoredText.Key(text)) <= StoredText.MaxKeyBytes && IsStorable(StoredText.Key(text)), iter: 2_000);

    [Fact]
    public void A_text_is_storable_once_it_was_cleaned() => Gen.String.Sample(text => IsStorable(StoredText.Clean(text)), iter: 2_000);

    [Fact]
    public void Long_texts_that_differ_stay_apart()
    {
        var text = new string('a', 1_000);
        StoredText.Key(text + "1").Should().NotBe(StoredText.Key(text + "2")).And.StartWith("aaa");
        StoredText.Key(text).Should().Be(StoredText.Key(text));
    }

    [Fact]
    public void An_ordinary_text_is_its_own_key() => StoredText.Key("Bücher.example").Should().Be("Bücher.example");

    [Theory]
    [InlineData(0, "1970-01-01")]
    [InlineData(86_399, "1970-01-01")]
    [InlineData(86_400, "1970-01-02")]
    [InlineData(-1, "1969-12-31")]
    [InlineData(-86_400, "1969-12-31")]
    [InlineData(1_700_000_000, "2023-11-14")]
    [InlineData(long.MaxValue, "9999-12-31")]
    [InlineData(long.MinValue, "0001-01-01")]
    public void A_report_counts_on_the_UTC_day_of_its_begin(long begin, string day) => UnixDay.Of(begin).ToString("o", System.Globalization.CultureInfo.InvariantCulture).Should().Be(day);

    private static bool IsStorable(string text) => !text.Contains('\0', StringComparison.Ordinal) && text.EnumerateRunes().Sum(r => r.Utf16SequenceLength) == text.Length
        && text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
