using System.Runtime.InteropServices;

namespace Auditor.Native;

/// <summary>Becomes another program: the process, its number, its streams and its signals stay.</summary>
internal static partial class Handover
{
    private const int Failed = 1;

    /// <summary>Runs the program of that name beside this one, with the same arguments and environment. Returns only when that fails.</summary>
    public static int To(string program, string[] args)
    {
        var path = Path.Combine(AppContext.BaseDirectory, program);
        string?[] arguments = [path, .. args, null];
        Execute(path, arguments);
        Console.Error.WriteLine($"auditor: {path} cannot be started ({Marshal.GetLastPInvokeErrorMessage()}). It belongs beside this program: publish Auditor.Worker again, and keep the folder together.");
        return Failed;
    }

    [LibraryImport("libc", EntryPoint = "execv", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);
}
