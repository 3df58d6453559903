using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Auditor.Core.Storage.Backups;
using Auditor.Core.Storage.Backups.Age;
using Auditor.Tests.Support;
using FluentAssertions;
using Xunit;

namespace Auditor.Tests.Storage.Backups;

/// <summary>The encrypted file, by itself and against Debian's <c>age</c>.</summary>
public sealed class AgeTests
{
    private const string Passphrase = "correct horse battery staple";

    // Cheap enough to make hundreds of them.
    private const int LittleWork = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(AgeFormat.ChunkLength - 1)]
    [InlineData(AgeFormat.ChunkLength)]
    [InlineData(AgeFormat.ChunkLength + 1)]
    [InlineData((2 * AgeFormat.ChunkLength) + 77)]
    public void What_is_written_is_read(int length)
    {
        var plain = RandomNumberGenerator.GetBytes(length);
        var file = Written(plain);
        Read(file).Should().Equal(plain);
        Encoding.Latin1.GetString(file).Should().StartWith("age-encryption.org/v1\n-> scrypt ");
    }

    [Fact]
    public void Any_changed_octet_is_noticed()
    {
        var file = Written(RandomNumberGenerator.GetBytes(300));
        for (var i = 0; i < file.Length; i++)
        {
            var changed = file.ToArray();
            changed[i] ^= 1;
            var read = () => Read(changed);
            read.Should().Throw<BackupException>("octet {0} is another", i);
        }
    }

    [Fact]
    public void Any_shortened_file_is_noticed()
    {
        var file = Written(RandomNumberGenerator.GetBytes((2 * AgeFormat.ChunkLength) + 5));
        foreach (var length in Enumerable.Range(0, 400).Concat([file.Length - 1, file.Length - 21, file.Length - 22, file.Length - 21 - AgeFormat.ChunkLength - AgeFormat.TagLength]))
        {
            var read = () => Read(file[..length]);
            read.Should().Throw<BackupException>("only {0} octets are left", length);
        }
    }

    [Fact]
    public void Chunks_cannot_change_places_or_follow_the_last()
    {
        var file = Written(RandomNumberGenerator.GetBytes(3 * AgeFormat.ChunkLength));
        const int sealedLength = AgeFormat.ChunkLength + AgeFormat.TagLength;
        var head = file.Length - (3 * sealedLength);
        byte[] swapped = [.. file[..head], .. file[(head + sealedLength)..(head + (2 * sealedLength))], .. file[head..(head + sealedLength)], .. file[(head + (2 * sealedLength))..]];
        byte[] longer = [.. file, .. file[^sealedLength..]];
        foreach (var changed in new[] { swapped, longer })
        {
            var read = () => Read(changed);
            read.Should().Throw<BackupException>().Which.Fault.Should().Be(BackupFault.Damaged);
        }
    }

    [Fact]
    public void Another_passphrase_is_said_to_be_one()
    {
        var read = () => Read(Written([1, 2, 3]), "correct horse battery stable");
        read.Should().Throw<BackupException>().Which.Fault.Should().Be(BackupFault.WrongPassphrase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("age-encryption.org/v1\n-> X25519 TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n--- Vn+54jqiiUCE+WZcEVY3f1sqHjlu/z1LCQ/T7Xm7qI0\n")]
    [InlineData("age-encryption.org/v2\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 4\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAA\n")]
    public void Another_file_is_said_to_be_one(string text)
    {
        var read = () => Read(Encoding.Latin1.GetBytes(text));
        read.Should().Throw<BackupException>().Which.Fault.Should().Be(BackupFault.NoBackup);
    }

    [Fact]
    public void A_file_does_not_decide_how_much_memory_its_passphrase_takes()
    {
        var file = Encoding.Latin1.GetBytes("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 19\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAA\n");
        var read = () => Read(file);
        read.Should().Throw<BackupException>().WithMessage("*2^19*").Which.Fault.Should().Be(BackupFault.NoBackup);
    }

    [Fact]
    public async Task Age_itself_opens_what_we_write()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-test-");
        try
        {
            var plain = RandomNumberGenerator.GetBytes(AgeFormat.ChunkLength + 1000);
            var file = Path.Combine(folder.FullName, "ours.age");
            await File.WriteAllBytesAsync(file, Written(plain, AgeFormat.Work), TestContext.Current.CancellationToken);
            await AgeAsync($"--decrypt --output {file}.plain {file}", 1);
            (await File.ReadAllBytesAsync(file + ".plain", TestContext.Current.CancellationToken)).Should().Equal(plain);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task We_open_what_age_itself_writes()
    {
        var folder = Directory.CreateTempSubdirectory("auditor-test-");
        try
        {
            var plain = RandomNumberGenerator.GetBytes((2 * AgeFormat.ChunkLength) + 10);
            var file = Path.Combine(folder.FullName, "plain");
            await File.WriteAllBytesAsync(file, plain, TestContext.Current.CancellationToken);
            await AgeAsync($"--passphrase --output {file}.age {file}", 2);
            Read(await File.ReadAllBytesAsync(file + ".age", TestContext.Current.CancellationToken)).Should().Equal(plain);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // age asks a terminal for the passphrase, and nothing else.
    private static async Task AgeAsync(string arguments, int times)
    {
        var age = TestServices.Require("age", "age");
        using var process = Process.Start(new ProcessStartInfo("script", ["--quiet", "--return", "--command", $"{age} {arguments}", "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var patience = new CancellationTokenSource(Patience.Limit);
        var said = new StringBuilder();
        var buffer = new char[200];
        for (var asked = 0; asked < times; asked++)
        {
            while (said.ToString().Split("passphrase", StringSplitOptions.None).Length <= asked + 1)
            {
                var read = await process.StandardOutput.ReadAsync(buffer, patience.Token);
                read.Should().BePositive("age must ask; it said {0}", said);
                said.Append(buffer, 0, read);
            }

            await process.StandardInput.WriteAsync(Passphrase + "\n");
            await process.StandardInput.FlushAsync(patience.Token);
        }

        said.Append(await process.StandardOutput.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.Should().Be(0, "age said {0}", said);
    }

    private static byte[] Written(byte[] plain, int work = LittleWork)
    {
        using var file = new MemoryStream();
        using (var writer = new AgeWriter(file, Passphrase, work))
        {
            writer.Write(plain);
            writer.End();
        }

        return file.ToArray();
    }

    private static byte[] Read(byte[] file, string passphrase = Passphrase)
    {
        using var input = new MemoryStream(file);
        using var reader = new AgeReader(input, passphrase);
        using var plain = new MemoryStream();
        reader.CopyTo(plain);
        return plain.ToArray();
    }
}
