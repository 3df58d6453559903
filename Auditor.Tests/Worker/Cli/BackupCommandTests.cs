using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

/// <summary><c>auditor backup</c> and <c>auditor restore</c> as processes of their own.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private const string Passphrase = "correct horse battery staple";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-test-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_is_backed_up_tried_and_restored_elsewhere()
    {
        var (old, other) = (folder.CreateSubdirectory("old"), folder.CreateSubdirectory("other"));
        await FillAsync(old);
        var (file, secret) = (Path.Combine(folder.FullName, "copy.age"), Path.Combine(folder.FullName, "passphrase"));
        await File.WriteAllTextAsync(secret, Passphrase + "\nsecond line\n", Cancel);

        var (exit, output, errors) = await RunAsync(old, "", "backup", file, "--passphrase-file", secret);
        (exit, errors).Should().Be((0, ""));
        output.Should().MatchRegex($@"^{file}: [0-9]+ rows of [0-9]+ tables and 0 keys in [0-9,]+ octets, read back\. Keep the passphrase elsewhere: without it nobody can open the file\.\n$");

        (exit, output, errors) = await RunAsync(old, Passphrase + "\n", "restore", file, "--verify");
        (exit, errors).Should().Be((0, ""));
        output.Should().StartWith("It can be restored: ");

        (exit, output, errors) = await RunAsync(other, Passphrase + "\n", "restore", file);
        (exit, errors).Should().Be((0, ""));
        output.Should().StartWith("Restored: ");
        await using var database = new AuditorDatabase(new StorageOptions { Path = other.FullName });
        await using var context = database.CreateDbContext();
        context.Domains.Select(d => d.Name).Should().Equal("kept.example");
    }

    [Fact]
    public async Task What_goes_wrong_is_said_in_one_line()
    {
        await FillAsync(folder);
        var file = Path.Combine(folder.FullName, "copy.age");
        (await RunAsync(folder, "short\n", "backup", file)).Should().Be((1, "", "auditor: The passphrase must have 12 to 1000 characters on one line, such as what 'openssl rand -base64 24' prints.\n"));
        File.Exists(file).Should().BeFalse();
        (await RunAsync(folder, "", "backup", file)).Should().Be((1, "", "auditor: Standard input holds no passphrase: give it as the first line.\n"));
        (await RunAsync(folder, "", "backup", file, "--passphrase-file", "/nowhere/at/all")).Errors.Should().StartWith("auditor: The file '/nowhere/at/all' with the passphrase cannot be read: ");

        (await RunAsync(folder, Passphrase + "\n", "backup", file)).ExitCode.Should().Be(0);
        (await RunAsync(folder, Passphrase + "\n", "backup", file)).Should().Be((1, "", $"auditor: There is a file {file} already: name another one.\n"));
        (await RunAsync(folder, "another passphrase\n", "restore", file)).Should().Be((1, "",
            $"auditor: There is a database already: {Path.Combine(folder.FullName, "auditor.db")}. A backup is restored only where there is none: stop the service and move the file away, or name another folder with Storage:Path.\n"));
        (await RunAsync(folder, "another passphrase\n", "restore", file, "--verify")).Should().Be((1, "", "auditor: The passphrase is not the one that the backup was made with.\n"));
        (await RunAsync(folder, Passphrase + "\n", "restore", "/nowhere/at/all")).Errors.Should().StartWith("auditor: '/nowhere/at/all' cannot be read: ");
        (await RunAsync(folder, Passphrase + "\n", "restore", Path.Combine(folder.FullName, "auditor.db"), "--verify")).Should().Be((1, "", "auditor: It is no backup of Auditor: one is a file of age, encrypted with a passphrase.\n"));
        (await RunAsync(folder, Passphrase + "\n", "backup", "/nowhere/at/all.age")).Errors.Should().StartWith("auditor: The file /nowhere/at/all.age cannot be written (");
        folder.GetFiles("*.part").Should().BeEmpty();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task FillAsync(DirectoryInfo data)
    {
        await using var database = new AuditorDatabase(new StorageOptions { Path = data.FullName });
        await new DatabaseMigrator(database).MigrateAsync(Cancel);
        await using var context = database.CreateDbContext();
        context.Add(new MonitoredDomain { Name = "kept.example" });
        await context.SaveChangesAsync(Cancel);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(DirectoryInfo data, string input, params string[] arguments)
    {
        var (exitCode, output, errors) = await WorkerProcess.RunAsync(data, input, arguments, Cancel);
        return (exitCode, output, errors.TrimEnd('\n') is { Length: > 0 } text ? text + "\n" : string.Empty);
    }
}
