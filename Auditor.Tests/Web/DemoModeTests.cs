using Auditor.Web.Hosting;
using FluentAssertions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Auditor.Tests.Web;

public sealed class DemoModeTests
{
    [Fact]
    public void Nothing_that_leads_outside_is_taken_over_from_the_configuration()
    {
        string[] outside =
        [
            "Storage:ConnectionString", "Intake:DropFolder", "Bootstrap:AdminPassword", "Oidc:Authority", "Oidc:Viewers:0", "Notices:Webhook", "Notices:Smtp:Host", "Notices:To:0", "Notices:Heartbeat", "Backup:Folder", "Backup:Passphrase_FILE",
        ];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(outside.Append("Worker:Concurrency").Select(k => KeyValuePair.Create(k, (string?)"7")));
        builder.UseDemo();
        outside.Where(k => builder.Configuration[k] is not null).Should().BeEmpty();
        builder.Configuration["Worker:Concurrency"].Should().Be("7", "what stays inside is");
    }
}
