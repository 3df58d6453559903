using Auditor.Core.Dns;
using Auditor.Core.Storage;
using Auditor.Worker.Mailboxes;
using Auditor.Worker.Notices;
using Auditor.Worker.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Auditor.Worker.Doctor;

/// <summary>Looks at everything that a running product needs. What one check needs of another that failed is skipped, never guessed.</summary>
/// <param name="configuration">The configuration in force.</param>
/// <param name="named">Resolvers that the user named; empty for those of the settings.</param>
/// <param name="questions">What resolvers are asked.</param>
/// <param name="time">The clock.</param>
internal sealed class DoctorRun(IConfiguration configuration, IReadOnlyList<string> named, ProbeQuestions questions, TimeProvider time)
{
    public async Task<IReadOnlyList<DoctorCheck>> RunAsync(CancellationToken cancellationToken)
    {
        var checks = ConfigurationDoctor.Check(configuration).ToList();
        var settings = await StoredAsync(checks, cancellationToken).ConfigureAwait(false);
        var resolvers = named.Count > 0 ? named : SettingValues.List(settings(SettingCatalogue.DnsResolvers));
        checks.Add(ClockDoctor.Zones(settings(SettingCatalogue.ScheduleTimeZone)));
        var resolverChecks = new ResolverChecks(configuration, questions, time);
        checks.AddRange(named.Count == 0 && resolverChecks.Replaced() is { } replaced
            ? [replaced]
            : await resolverChecks.RunAsync(resolvers, bool.Parse(settings(SettingCatalogue.Blocklists)), cancellationToken).ConfigureAwait(false));
        return [.. checks.OrderBy(c => Array.IndexOf(Areas, c.Area))];
    }

    private static readonly string[] Areas = ["configuration", "database", "clock", "resolver", BlocklistDoctor.Area, "mailbox", NoticeDoctor.Area];

    // What lies in the database; gives the settings in force, or those of the configuration where the database cannot be read.
    private async Task<Func<string, string>> StoredAsync(List<DoctorCheck> checks, CancellationToken cancellationToken)
    {
        StorageOptions storage;
        try
        {
            storage = StorageConfiguration.Read(configuration);
        }
        catch (StorageException e)
        {
            checks.Add(DoctorCheck.Failed("database", "configuration", e.Message));
            return Configured;
        }

        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(configuration);
        services.AddSingleton(time);
        services.AddAuditorStorage(storage);
        services.AddSingleton<SettingsStore>();
        var hasKeys = Directory.Exists(storage.KeyRingPath);
        if (hasKeys)
        {
            services.AddAuditorKeyRing(storage);
            services.AddSingleton<MailboxPasswords>();
            services.AddSingleton<OAuthTokens>();
            services.AddSingleton<MailboxSignIns>();
            services.AddSingleton<SettingSecrets>();
            services.AddSingleton(time);
        }

        var provider = services.BuildServiceProvider();
        await using var _ = provider.ConfigureAwait(false);
        var database = provider.GetRequiredService<AuditorDatabase>();
        var doctor = new DatabaseDoctor(database);
        var schema = await doctor.SchemaAsync(cancellationToken).ConfigureAwait(false);
        checks.Add(schema);
        checks.Add(doctor.Space());
        checks.Add(await new ClockDoctor(database, time).SkewAsync(cancellationToken).ConfigureAwait(false));
        if (schema.Status != CheckStatus.Ok)
        {
            checks.Add(DoctorCheck.Skipped("mailbox", "mailboxes", "They stand in the database, and there is none that can be read."));
            return Configured;
        }

        checks.AddRange(hasKeys
            ? await new MailboxDoctor(database, provider.GetRequiredService<MailboxSignIns>()).CheckAsync(cancellationToken).ConfigureAwait(false)
            : [DoctorCheck.Skipped("mailbox", "mailboxes", $"There is no key ring at {storage.KeyRingPath} yet, so no mailbox has a password.")]);
        var all = (await provider.GetRequiredService<SettingsStore>().ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(s => s.Definition.Key, s => s.Value, StringComparer.Ordinal);
        // What the configuration's own check named already is looked at no further.
        var notices = NoticeSettings.Parse(key => SettingCatalogue.Find(key) is var definition && definition.Check(all[key]) is null ? all[key] : definition.Default, bool.TryParse(configuration[SettingCatalogue.NoticesAllowPrivate], out var allows) && allows);
        checks.AddRange(await NoticeDoctor.CheckAsync(notices, provider.GetService<SettingSecrets>(), cancellationToken).ConfigureAwait(false));
        return key => all[key];
    }

    private string Configured(string key) => configuration[key] ?? SettingCatalogue.Find(key).Default;
}
