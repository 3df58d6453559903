using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MailboxHealth : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "FormerUidValidity",
                table: "Mailboxes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LookedAt",
                table: "Mailboxes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "OldestWaitingAt",
                table: "Mailboxes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "QuotaAt",
                table: "Mailboxes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "QuotaLimitBytes",
                table: "Mailboxes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "QuotaUsedBytes",
                table: "Mailboxes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SignedInAt",
                table: "Mailboxes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UidValidityChangedAt",
                table: "Mailboxes",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "WaitingMails",
                table: "Mailboxes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "SelfTests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    MailboxId = table.Column<int>(type: "integer", nullable: false),
                    Nonce = table.Column<string>(type: "text", nullable: false),
                    ContentHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    StartedAt = table.Column<long>(type: "bigint", nullable: false),
                    AppendedAt = table.Column<long>(type: "bigint", nullable: true),
                    TakenAt = table.Column<long>(type: "bigint", nullable: true),
                    RemovedAt = table.Column<long>(type: "bigint", nullable: true),
                    FinishedAt = table.Column<long>(type: "bigint", nullable: true),
                    FailedStep = table.Column<int>(type: "integer", nullable: true),
                    Note = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SelfTests", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_ServiceId_DomainId_Messages_Aligned",
                table: "Sources",
                columns: new[] { "ServiceId", "DomainId", "Messages", "Aligned" });

            migrationBuilder.CreateIndex(
                name: "IX_SelfTests_ContentHash",
                table: "SelfTests",
                column: "ContentHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SelfTests_MailboxId_Id",
                table: "SelfTests",
                columns: new[] { "MailboxId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SelfTests");

            migrationBuilder.DropIndex(
                name: "IX_Sources_ServiceId_DomainId_Messages_Aligned",
                table: "Sources");

            migrationBuilder.DropColumn(
                name: "FormerUidValidity",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "LookedAt",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "OldestWaitingAt",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "QuotaAt",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "QuotaLimitBytes",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "QuotaUsedBytes",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "SignedInAt",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "UidValidityChangedAt",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "WaitingMails",
                table: "Mailboxes");
        }
    }
}
