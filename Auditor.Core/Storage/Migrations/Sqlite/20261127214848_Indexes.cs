using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Indexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Sources_ServiceId",
                table: "Sources");

            migrationBuilder.CreateIndex(
                name: "IX_Sources_Class_Messages_Aligned_NotedAt_Novelty",
                table: "Sources",
                columns: new[] { "Class", "Messages", "Aligned", "NotedAt", "Novelty" });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_DomainId_Messages_Aligned",
                table: "Sources",
                columns: new[] { "DomainId", "Messages", "Aligned" });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_ServiceId_Messages_Aligned_DomainId",
                table: "Sources",
                columns: new[] { "ServiceId", "Messages", "Aligned", "DomainId" });

            migrationBuilder.CreateIndex(
                name: "IX_Reports_OrgKey_End",
                table: "Reports",
                columns: new[] { "OrgKey", "End" });

            migrationBuilder.CreateIndex(
                name: "IX_Reports_ReportId",
                table: "Reports",
                column: "ReportId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Sources_Class_Messages_Aligned_NotedAt_Novelty",
                table: "Sources");

            migrationBuilder.DropIndex(
                name: "IX_Sources_DomainId_Messages_Aligned",
                table: "Sources");

            migrationBuilder.DropIndex(
                name: "IX_Sources_ServiceId_Messages_Aligned_DomainId",
                table: "Sources");

            migrationBuilder.DropIndex(
                name: "IX_Reports_OrgKey_End",
                table: "Reports");

            migrationBuilder.DropIndex(
                name: "IX_Reports_ReportId",
                table: "Reports");

            migrationBuilder.CreateIndex(
                name: "IX_Sources_ServiceId",
                table: "Sources",
                column: "ServiceId");
        }
    }
}
