using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
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
            JsonSerializer.Serialize(brotli, policies, TlsJson.Default.ImmutableArrayTlsPolicy);
        }

        return packed.ToArray();
    }

    /// <summary>The policies again.</summary>
    public static ImmutableArray<TlsPolicy> Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(brotli, TlsJson.Default.ImmutableArrayTlsPolicy);
    }
}

/// <summary>Reads and writes them by code made when the product is built.</summary>
[JsonSerializable(typeof(ImmutableArray<TlsPolicy>))]
internal sealed partial class TlsJson : JsonSerializerContext;
