using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using Auditor.Core.Reports.Tls;

namespace Auditor.Core.Storage;

/// <summary>Policies of a TLS report as they are stored.</summary>
public static class TlsPolicyJson
{
    /// <summary>JSON, Brotli-compressed.</summary>
    public static byte[] Pack(ImmutableArray<TlsPolicy> policies)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            JsonSerializer.Serialize(brotli, policies);
        }

        return packed.ToArray();
    }

    /// <summary>The policies again.</summary>
    public static ImmutableArray<TlsPolicy> Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<ImmutableArray<TlsPolicy>>(brotli);
    }
}
