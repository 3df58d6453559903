using Auditor.Core.Storage.Queries;
using Auditor.Worker.Settings;
using FluentAssertions;
using Microsoft.Extensions.Configuration;

namespace Auditor.Tests.Support;

/// <summary>Thresholds as a person saved them on the settings page of a database.</summary>
internal static class ChosenThresholds
{
    /// <summary>Saves one, and gives what queries read them by.</summary>
    public static async Task<IThresholds> ChooseAsync(this TestDatabase test, string name, string value)
    {
        var settings = new SettingsStore(test.Database, new ConfigurationBuilder().Build(), TimeProvider.System);
        (await settings.SaveAsync($"Thresholds:{name}", value, CancellationToken.None)).Should().BeNull();
        return new SettingsThresholds(settings);
    }
}
