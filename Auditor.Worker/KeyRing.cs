using Auditor.Core.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Worker;

/// <summary>The keys that protect mailbox passwords and sign-in cookies: the web and the worker must share them.</summary>
public static class KeyRing
{
    /// <summary>Of both processes, or neither could read what the other protected.</summary>
    private const string ApplicationName = "Auditor";

    /// <summary>Keeps the key ring in <c>keys/</c> of the data folder, readable by its owner only.</summary>
    /// <exception cref="StorageException">The folder cannot be made.</exception>
    public static IServiceCollection AddAuditorKeyRing(this IServiceCollection services, StorageOptions storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var folder = MakeFolder(storage.KeyRingPath);
        services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToFileSystem(folder);
        return services;
    }

    private static DirectoryInfo MakeFolder(string path)
    {
        try
        {
            return PrivateFolder.Make(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.NotAccessible,
                $"The folder {path} of the key ring cannot be made ({e.Message}): give the user '{Environment.UserName}' access, or name another folder with Storage:Path.", e);
        }
    }
}
