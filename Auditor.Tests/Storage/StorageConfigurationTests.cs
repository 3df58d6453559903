using Auditor.Core.Storage;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Storage;

public sealed class StorageConfigurationTests
{
    [Fact]
    public void Without_configuration_SQLite_lies_in_data_under_the_working_directory() =>
        Read().Should().BeEquivalentTo(new
        {
            Provider = StorageProvider.Sqlite,
            Path = Path.GetFullPath("data"),
            DatabaseFile = Path.GetFullPath("data/auditor.db"),
            ConnectionString = (string?)null,
        });

    [Theory]
    [InlineData("sqllite")]
    [InlineData("Postgres2")]
    [InlineData("postgresql")]
    public void An_unknown_provider_is_refused_with_the_key_and_the_allowed_values(string provider)
    {
        var fault = Refused(("Storage:Provider", provider));
        fault.Fault.Should().Be(StorageFault.Configuration);
        fault.Message.Should().Be($"Storage:Provider is '{provider}', which is unknown: allowed are sqlite and postgres.");
    }

    [Fact]
    public void PostgreSQL_without_a_connection_string_is_refused() =>
        Refused(("Storage:Provider", "postgres")).Message.Should().Contain("Storage:ConnectionString is missing");

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("ten")]
    public void A_busy_timeout_that_is_no_number_of_seconds_is_refused(string value) =>
        Refused(("Storage:BusyTimeoutSeconds", value)).Message.Should().Contain("Storage:BusyTimeoutSeconds");

    [Fact]
    public void The_connection_string_may_stand_in_a_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "Host=db;Username=u\n");
            Read(("Storage:Provider", "POSTGRES"), ("Storage:ConnectionString", "Host=ignored"), ("Storage:ConnectionString_FILE", file))
                .ConnectionString.Should().Be("Host=db;Username=u");
        }
        finally
        {
            File.Delete(file);
        }

        Refused(("Storage:Provider", "postgres"), ("Storage:ConnectionString_FILE", file)).Message.Should().Contain(file);
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_is_refused_without_repeating_a_password()
    {
        var options = Read(("Storage:Provider", "postgres"), ("Storage:ConnectionString", "Hots=db;Password=canary-secret"));
        var open = () => new AuditorDatabase(options);
        open.Should().Throw<StorageException>().Which.ToString().Should().Contain("Storage:ConnectionString").And.NotContain("canary-secret");
    }

    private static StorageOptions Read(params (string Key, string Value)[] values) => StorageConfiguration.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value))).Build());

    private static StorageException Refused(params (string Key, string Value)[] values)
    {
        var read = () => Read(values);
        return read.Should().Throw<StorageException>().Which;
    }
}
