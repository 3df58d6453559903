namespace Auditor.Core.Reports.Intake;

/// <summary>The expanded text of a part, which can be read once more while the walk through its input goes on.</summary>
internal sealed class PartText(Layer layer, ExpansionBudget budget)
{
    /// <summary>Opens it from its start, within the limits, for a caller that needs nothing else of the input any more.</summary>
    public Stream Open()
    {
        budget.Refund();
        return layer.Open();
    }

    /// <summary>The whole of it; null when it is longer than <paramref name="maxBytes"/>, or cannot be read again. What was spent on expanding the input stays as it was.</summary>
    public byte[]? Read(int maxBytes)
    {
        var spent = budget.Spent;
        try
        {
            using var text = Open();
            return HeldStream.TryRead(text, maxBytes);
        }
        catch (Exception error) when (error is IntakeException or InvalidDataException)
        {
            return null;
        }
        finally
        {
            budget.Spent = spent;
        }
    }
}

/// <summary>Reads a stream into memory, up to a size.</summary>
internal static class HeldStream
{
    /// <summary>All of it; null when there is more than <paramref name="maxBytes"/>.</summary>
    public static byte[]? TryRead(Stream content, int maxBytes)
    {
        using var held = new MemoryStream();
        var buffer = new byte[32 * 1024];
        for (var read = content.Read(buffer); read > 0; read = content.Read(buffer))
        {
            if (held.Length + read > maxBytes)
            {
                return null;
            }

            held.Write(buffer, 0, read);
        }

        return held.ToArray();
    }
}
