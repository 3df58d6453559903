namespace Auditor.Core.Storage.Backups;

/// <summary>A backup cannot be made, read or restored. The message is a sentence for people: what, and how to mend it; it holds no secret.</summary>
public sealed class BackupException : Exception
{
    public BackupException(BackupFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public BackupFault Fault { get; }
}

/// <summary>Why a backup cannot be made, read or restored.</summary>
public enum BackupFault
{
    /// <summary>The file is something else.</summary>
    NoBackup = 1,

    WrongPassphrase = 2,

    /// <summary>Changed, cut off, or at odds with itself.</summary>
    Damaged = 3,

    /// <summary>Made by a newer version of the program.</summary>
    TooNew = 4,

    /// <summary>There is a database where it should go.</summary>
    NotEmpty = 5,

    /// <summary>There is no passphrase, or one that is too short.</summary>
    NoPassphrase = 6,

    /// <summary>The file or its folder cannot be read or written.</summary>
    NotAccessible = 7,
}
