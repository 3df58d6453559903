using System.Diagnostics;
using Xunit;

namespace Auditor.Tests.Support;

/// <summary>Waits for what another thread, process or server does. The limit is for what never comes, so it is far above what a loaded machine needs.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Waits until something is so.</summary>
    /// <exception cref="TimeoutException">It never was.</exception>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var clock = Stopwatch.StartNew(); !await isSo(); await Task.Delay(20, TestContext.Current.CancellationToken))
        {
            if (clock.Elapsed > Limit)
            {
                throw new TimeoutException($"Not so within {Limit.TotalSeconds} seconds: {what}");
            }
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string)" />
    public static Task UntilAsync(Func<bool> isSo, string what) => UntilAsync(() => Task.FromResult(isSo()), what);
}
