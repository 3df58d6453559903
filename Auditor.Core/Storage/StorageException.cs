namespace Auditor.Core.Storage;

/// <summary>The database cannot do its work. The message is one line for people: what, where, and how to mend it; it holds no secret.</summary>
public sealed class StorageException : Exception
{
    public StorageException(StorageFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public StorageFault Fault { get; }

    /// <summary>True when the same may work a little later without anybody mending anything.</summary>
    public bool IsTransient => Fault is StorageFault.Locked or StorageFault.Unreachable;
}

/// <summary>Why the database cannot do its work.</summary>
public enum StorageFault
{
    /// <summary>A value of the configuration is unknown or missing.</summary>
    Configuration = 1,

    /// <summary>The folder or file cannot be made or opened.</summary>
    NotAccessible = 2,

    /// <summary>It can be read but not written.</summary>
    ReadOnly = 3,

    /// <summary>Another process holds it for longer than we wait.</summary>
    Locked = 4,

    /// <summary>The disk is full.</summary>
    DiskFull = 5,

    /// <summary>The file is damaged or is no database.</summary>
    Damaged = 6,

    /// <summary>The server does not answer.</summary>
    Unreachable = 7,

    /// <summary>The server refuses the user, the password or the database's name.</summary>
    Refused = 8,

    /// <summary>The schema was made by a newer version of the program.</summary>
    TooNew = 9,

    /// <summary>The schema was made by an older version and was not migrated yet.</summary>
    TooOld = 10,
}
