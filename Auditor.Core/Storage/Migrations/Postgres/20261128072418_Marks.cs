using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Marks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Sources_NotedAt_Novelty",
                table: "Sources");

            migrationBuilder.AddColumn<long>(
                name: "SeenChangesAt",
                table: "AspNetUsers",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Sources_Novelty_NotedAt",
                table: "Sources",
                columns: new[] { "Novelty", "NotedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PolicyMoves_MovedAt",
                table: "PolicyMoves",
                column: "MovedAt",
                filter: "\"FromStage\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_DomainFindings_Code_FirstSeenAt",
                table: "DomainFindings",
                columns: new[] { "Code", "FirstSeenAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Sources_Novelty_NotedAt",
                table: "Sources");

            migrationBuilder.DropIndex(
                name: "IX_PolicyMoves_MovedAt",
                table: "PolicyMoves");

            migrationBuilder.DropIndex(
                name: "IX_DomainFindings_Code_FirstSeenAt",
                table: "DomainFindings");

            migrationBuilder.DropColumn(
                name: "SeenChangesAt",
                table: "AspNetUsers");

            migrationBuilder.CreateIndex(
                name: "IX_Sources_NotedAt_Novelty",
                table: "Sources",
                columns: new[] { "NotedAt", "Novelty" });
        }
    }
}
