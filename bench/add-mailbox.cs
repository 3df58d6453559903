#:project ../Auditor.Worker/Auditor.Worker.csproj
#:property PublishAot=false

// Adds a mailbox to a new database, as the settings page would: bench/mailbox.sh measures how it is read.
// usage: dotnet run bench/add-mailbox.cs -- DATA-FOLDER PORT USER PASSWORD
using System.Globalization;
using Auditor.Core.Storage;
using Auditor.Core.Storage.Entities;
using Auditor.Worker;
using Auditor.Worker.Mailboxes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

var options = new StorageOptions { Path = args[0] };
await using var database = new AuditorDatabase(options);
await new DatabaseMigrator(database).MigrateAsync(CancellationToken.None).ConfigureAwait(false);
await using var services = new ServiceCollection().AddAuditorKeyRing(options).BuildServiceProvider();
await using var context = database.CreateDbContext();
context.Mailboxes.Add(new Mailbox
{
    Host = "127.0.0.1",
    Port = int.Parse(args[1], CultureInfo.InvariantCulture),
    Security = MailboxSecurity.None,
    UserName = args[2],
    ProtectedPassword = new MailboxPasswords(services.GetRequiredService<IDataProtectionProvider>()).Protect(args[3]),
    PollOnly = true,
});
await context.SaveChangesAsync().ConfigureAwait(false);
