using Microsoft.EntityFrameworkCore;

namespace Auditor.Core.Storage;

/// <summary>Two that make the same thing at the same moment: a unique index refuses one of them, and finds it there when it tries again.</summary>
public static class Collisions
{
    private const int MaxTries = 4;

    /// <summary>Does the work, again when the database refused to save it. What a try began must be gone with it: a context of its own, and a transaction.</summary>
    /// <exception cref="DbUpdateException">The last try was refused too: another one is not the cause.</exception>
    public static async Task<T> WaitOutAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (DbUpdateException) when (tries < MaxTries)
            {
                // The next try looks anew.
            }
        }
    }
}
