using System.Threading.RateLimiting;

namespace Auditor.Web.Api;

/// <summary>Bounds what each token pushes in a minute.</summary>
internal sealed class PushLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<int> limiter = PartitionedRateLimiter.Create<int, int>(token => RateLimitPartition.GetFixedWindowLimiter(
        token, _ => new FixedWindowRateLimiterOptions { PermitLimit = ReportPush.PerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <summary>A place for one push, if one is left; dispose of it afterwards.</summary>
    public RateLimitLease Acquire(int token) => limiter.AttemptAcquire(token);

    public void Dispose() => limiter.Dispose();
}
