using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Ways : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ClientId",
                table: "Mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PollOnly",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "ProtectedClientSecret",
                table: "Mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProtectedRefreshToken",
                table: "Mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "SignIn",
                table: "Mailboxes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "TokenEndpoint",
                table: "Mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TokenScope",
                table: "Mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TlsReportSecret",
                table: "Domains",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Domains_TlsReportSecret",
                table: "Domains",
                column: "TlsReportSecret",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Domains_TlsReportSecret",
                table: "Domains");

            migrationBuilder.DropColumn(
                name: "ClientId",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "PollOnly",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "ProtectedClientSecret",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "ProtectedRefreshToken",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "SignIn",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "TokenEndpoint",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "TokenScope",
                table: "Mailboxes");

            migrationBuilder.DropColumn(
                name: "TlsReportSecret",
                table: "Domains");
        }
    }
}
