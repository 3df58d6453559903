namespace Auditor.Core.Advice;

/// <summary>The score interval for a share (Wilson 1927): sensible for small counts and for shares near one, where the normal interval is not.</summary>
public static class Wilson
{
    // The 97.5 % quantile of the normal distribution: 95 % between both ends.
    private const double Z = 1.959963984540054;

    /// <summary>The lower end of the 95 % interval for a share of which <paramref name="hits"/> of <paramref name="count"/> were seen; 0 for none seen.</summary>
    public static double LowerBound(long hits, long count)
    {
        if (count <= 0)
        {
            return 0;
        }

        var (n, p) = ((double)count, (double)hits / count);
        var centre = p + (Z * Z / (2 * n));
        var margin = Z * Math.Sqrt(((p * (1 - p)) + (Z * Z / (4 * n))) / n);
        return Math.Max(0, (centre - margin) / (1 + (Z * Z / n)));
    }
}
