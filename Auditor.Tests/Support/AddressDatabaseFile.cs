using System.Net;
using System.Text;

namespace Auditor.Tests.Support;

/// <summary>Writes a small database in MaxMind's form (version 2.0 of its specification) for IPv4, with records of 24 bits.</summary>
internal sealed class AddressDatabaseFile
{
    private readonly List<int[]> nodes = [[-1, -1]];
    private readonly List<byte> data = [];

    /// <summary>Adds a network with its facts: texts, numbers and maps of such.</summary>
    public AddressDatabaseFile With(string network, params (string Key, object Value)[] facts)
    {
        var at = data.Count;
        using var entry = new MemoryStream();
        WriteMap(entry, facts);
        data.AddRange(entry.ToArray());
        var (prefix, length) = (IPAddress.Parse(network.Split('/')[0]).GetAddressBytes(), int.Parse(network.Split('/')[1], System.Globalization.CultureInfo.InvariantCulture));
        var node = 0;
        for (var bit = 0; bit < length; bit++)
        {
            var side = (prefix[bit / 8] >> (7 - (bit % 8))) & 1;
            if (bit == length - 1)
            {
                nodes[node][side] = -2 - at;
            }
            else
            {
                if (nodes[node][side] < 0)
                {
                    nodes.Add([-1, -1]);
                    nodes[node][side] = nodes.Count - 1;
                }

                node = nodes[node][side];
            }
        }

        return this;
    }

    public string Save(string path)
    {
        using var file = File.Create(path);
        foreach (var value in nodes.SelectMany(n => n).Select(v => v >= 0 ? v : v == -1 ? nodes.Count : nodes.Count + 16 + (-2 - v)))
        {
            file.Write([(byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        }

        file.Write(new byte[16]);
        file.Write(data.ToArray());
        file.Write([0xAB, 0xCD, 0xEF, .. "MaxMind.com"u8]);
        WriteMap(
            file,
            [
                ("node_count", (uint)nodes.Count), ("record_size", (ushort)24), ("ip_version", (ushort)4), ("database_type", "Test"), ("binary_format_major_version", (ushort)2),
                ("binary_format_minor_version", (ushort)0), ("build_epoch", 1_700_000_000UL), ("languages", Array.Empty<string>()), ("description", Array.Empty<(string, object)>()),
            ]);
        return path;
    }

    private static void WriteMap(Stream to, IReadOnlyList<(string Key, object Value)> facts)
    {
        Control(to, 7, facts.Count);
        foreach (var (key, value) in facts)
        {
            Write(to, key);
            Write(to, value);
        }
    }

    private static void Write(Stream to, object value)
    {
        switch (value)
        {
            case string text:
                Control(to, 2, Encoding.UTF8.GetByteCount(text));
                to.Write(Encoding.UTF8.GetBytes(text));
                break;
            case ushort number:
                Number(to, 5, number);
                break;
            case uint number:
                Number(to, 6, number);
                break;
            case ulong number:
                Number(to, 9, number);
                break;
            case string[] texts:
                Control(to, 11, texts.Length);
                break;
            case (string, object)[] facts:
                WriteMap(to, facts);
                break;
            default:
                throw new ArgumentException($"No form for {value.GetType()}.", nameof(value));
        }
    }

    private static void Number(Stream to, int type, ulong value)
    {
        var bytes = BitConverter.GetBytes(value).Reverse().SkipWhile(b => b == 0).ToArray();
        Control(to, type, bytes.Length);
        to.Write(bytes);
    }

    private static void Control(Stream to, int type, int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(size, 285);
        var first = size < 29 ? size : 29;
        to.WriteByte((byte)(type <= 7 ? (type << 5) | first : first));
        if (type > 7)
        {
            to.WriteByte((byte)(type - 7));
        }

        if (size >= 29)
        {
            to.WriteByte((byte)(size - 29));
        }
    }
}
