using System.Formats.Asn1;

namespace Auditor.Core.Bimi;

/// <summary>The logotype extension of a certificate (RFC 3709 4.1, RFC 9399), as far as a logo lies in it.</summary>
internal static class Logotype
{
    private const string DataUri = "data:image/svg+xml";
    private const string Base64 = ";base64,";

    // subjectLogo [2] > direct [0] > image > details > URI: seven levels; a hostile extension could have thousands.
    private const int MaxDepth = 12;

    private static readonly Asn1Tag SubjectLogo = new(TagClass.ContextSpecific, 2, isConstructed: true);

    /// <summary>The SVG file, gzip or plain, that the subject's logo carries; null when there is none.</summary>
    public static byte[]? FindSvg(ReadOnlyMemory<byte> extension)
    {
        try
        {
            var logos = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (logos.HasData)
            {
                if (logos.PeekTag().HasSameClassAndValue(SubjectLogo))
                {
                    return FindSvg(logos.ReadSequence(SubjectLogo), 0);
                }

                logos.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            // Damaged: there is no logo to find.
        }

        return null;
    }

    private static byte[]? FindSvg(AsnReader reader, int depth)
    {
        while (reader.HasData && depth < MaxDepth)
        {
            var tag = reader.PeekTag();
            if (tag.HasSameClassAndValue(new Asn1Tag(UniversalTagNumber.IA5String)))
            {
                if (Decode(reader.ReadCharacterString(UniversalTagNumber.IA5String)) is { } file)
                {
                    return file;
                }
            }
            else if (tag.IsConstructed)
            {
                if (FindSvg(new AsnReader(reader.PeekContentBytes(), AsnEncodingRules.DER), depth + 1) is { } file)
                {
                    return file;
                }

                reader.ReadEncodedValue();
            }
            else
            {
                reader.ReadEncodedValue();
            }
        }

        return null;
    }

    private static byte[]? Decode(string uri)
    {
        var start = uri.IndexOf(Base64, StringComparison.OrdinalIgnoreCase);
        if (!uri.StartsWith(DataUri, StringComparison.OrdinalIgnoreCase) || start < 0)
        {
            return null;
        }

        var buffer = new byte[uri.Length];
        return Convert.TryFromBase64String(uri[(start + Base64.Length)..], buffer, out var written) ? buffer[..written] : null;
    }
}
