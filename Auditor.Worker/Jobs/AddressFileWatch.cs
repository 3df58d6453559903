using Auditor.Worker.Settings;
using Microsoft.Extensions.Logging;

namespace Auditor.Worker.Jobs;

/// <summary>Looks at the databases of addresses again, and tells what became of them: in the log, and to the pages.</summary>
internal sealed class AddressFileWatch(AddressDatabases databases, AddressFileBook book, ILogger<AddressFileWatch> logger)
{
    private bool isTold;

    /// <summary>To be called as often as one likes: files are looked at once a minute at most.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var changed = databases.LookAgain();
        foreach (var state in changed)
        {
            if (state.Trouble is { } trouble)
            {
                logger.LogWarning("{File} changed and cannot be read; what was built on {BuiltAt:yyyy-MM-dd} stays in use: {Trouble}", state.Path, state.BuiltAt, trouble);
            }
            else
            {
                logger.LogInformation("{File} is in use as built on {BuiltAt:yyyy-MM-dd}", state.Path, state.BuiltAt);
            }
        }

        if (changed.Count > 0 || !isTold)
        {
            await book.SaveAsync(databases.States, cancellationToken).ConfigureAwait(false);
            isTold = true;
        }
    }
}
