using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class GatesAndAcceptance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "GateAt",
                table: "Domains",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "GateVerdict",
                table: "Domains",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NextStage",
                table: "Domains",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AcceptedBy",
                table: "DomainFindings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AcceptedNote",
                table: "DomainFindings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "AcceptedUntil",
                table: "DomainFindings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Domains_GateAt",
                table: "Domains",
                column: "GateAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Domains_GateAt",
                table: "Domains");

            migrationBuilder.DropColumn(
                name: "GateAt",
                table: "Domains");

            migrationBuilder.DropColumn(
                name: "GateVerdict",
                table: "Domains");

            migrationBuilder.DropColumn(
                name: "NextStage",
                table: "Domains");

            migrationBuilder.DropColumn(
                name: "AcceptedBy",
                table: "DomainFindings");

            migrationBuilder.DropColumn(
                name: "AcceptedNote",
                table: "DomainFindings");

            migrationBuilder.DropColumn(
                name: "AcceptedUntil",
                table: "DomainFindings");
        }
    }
}
