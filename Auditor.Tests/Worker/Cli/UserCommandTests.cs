using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Worker.Cli;

/// <summary><c>auditor user</c> as a process of its own, with the password on standard input.</summary>
public sealed class UserCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("auditor-test-");

    [Fact]
    public async Task A_person_is_added_listed_and_given_a_new_password()
    {
        (await UserAsync("correct horse battery\n", "add", "admin@example.com")).Should().Be((0, "'admin@example.com' may sign in now.\n", ""));
        var before = await HashAsync();
        (await UserAsync("another horse battery\n", "reset-password", "ADMIN@example.com")).Should().Be((0, "'ADMIN@example.com' has the new password; all sessions are ended.\n", ""));

        (await HashAsync()).Should().NotBe(before);
        var (exitCode, output, _) = await UserAsync("", "list");
        exitCode.Should().Be(0);
        output.Should().MatchRegex(@"^admin@example\.com  since \d{4}-\d{2}-\d{2}\n$");
    }

    [Theory]
    [InlineData("short\n", "auditor: Passwords must be at least 12 characters. Nothing was changed.\n")]
    [InlineData("", "auditor: Standard input holds no password: give it as the first line.\n")]
    public async Task A_password_against_the_rules_changes_nothing(string input, string message)
    {
        (await UserAsync(input, "add", "admin@example.com")).Should().Be((1, "", message));
        (await UserAsync("", "list")).Output.Should().BeEmpty();
    }

    [Fact]
    public async Task Somebody_who_is_not_there_gets_no_password() =>
        (await UserAsync("correct horse battery\n", "reset-password", "nobody@example.com")).Should().Be((1, "", "auditor: There is no 'nobody@example.com'. List the people with: auditor user list\n"));

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output, string Errors)> UserAsync(string input, params string[] arguments)
    {
        var (exitCode, output, errors) = await WorkerProcess.RunAsync(folder, input, ["user", .. arguments], TestContext.Current.CancellationToken);
        return (exitCode, output, errors.TrimEnd('\n') is { Length: > 0 } text ? text + "\n" : string.Empty);
    }

    private async Task<string> HashAsync()
    {
        await using var database = new Auditor.Core.Storage.AuditorDatabase(new Auditor.Core.Storage.StorageOptions { Path = folder.FullName });
        await using var context = database.CreateDbContext();
        return context.Users.Single().PasswordHash!;
    }
}
