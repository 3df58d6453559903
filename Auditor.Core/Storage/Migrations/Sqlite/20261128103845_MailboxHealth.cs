using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LookedAt",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "OldestWaitingAt",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "QuotaAt",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "QuotaLimitBytes",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "QuotaUsedBytes",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SignedInAt",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "UidValidityChangedAt",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "WaitingMails",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "SelfTests",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    MailboxId = table.Column<int>(type: "INTEGER", nullable: false),
                    Nonce = table.Column<string>(type: "TEXT", nullable: false),
                    ContentHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AppendedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    TakenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    RemovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FailedStep = table.Column<int>(type: "INTEGER", nullable: true),
                    Note = table.Column<string>(type: "TEXT", nullable: true)
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
