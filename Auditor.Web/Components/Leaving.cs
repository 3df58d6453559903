namespace Auditor.Web.Components;

/// <summary>
/// Ends what a component waits for when it is left. The token may still be asked for afterwards, and is then cancelled: a handler goes on
/// after its component is gone, and a bare <see cref="CancellationTokenSource"/> would throw there and take the whole page with it.
/// </summary>
internal sealed class Leaving : IDisposable
{
    private readonly CancellationTokenSource source = new();

    public Leaving() => Token = source.Token;

    public CancellationToken Token { get; }

    public bool IsCancellationRequested => Token.IsCancellationRequested;

    public void Dispose()
    {
        source.Cancel();
        source.Dispose();
    }
}
