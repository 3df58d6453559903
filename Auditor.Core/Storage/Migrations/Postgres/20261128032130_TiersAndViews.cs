using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TiersAndViews : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_TlsDailyTotals",
                table: "TlsDailyTotals");

            migrationBuilder.DropPrimaryKey(
                name: "PK_TlsDailyFailures",
                table: "TlsDailyFailures");

            migrationBuilder.DropPrimaryKey(
                name: "PK_Complaints",
                table: "Complaints");

            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                table: "TlsReports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Signer",
                table: "TlsReports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tier",
                table: "TlsReports",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddColumn<string>(
                name: "TierReason",
                table: "TlsReports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tier",
                table: "TlsDailyTotals",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddColumn<int>(
                name: "Tier",
                table: "TlsDailyFailures",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                table: "FailureReports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tier",
                table: "FailureReports",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddColumn<string>(
                name: "TierReason",
                table: "FailureReports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tier",
                table: "Complaints",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddPrimaryKey(
                name: "PK_TlsDailyTotals",
                table: "TlsDailyTotals",
                columns: new[] { "Domain", "Day", "OrgKey", "PolicyType", "Tier" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_TlsDailyFailures",
                table: "TlsDailyFailures",
                columns: new[] { "Domain", "Day", "OrgKey", "ResultType", "MxHost", "Tier" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_Complaints",
                table: "Complaints",
                columns: new[] { "Domain", "Day", "SourceIp", "FeedbackType", "Tier" });

            migrationBuilder.CreateTable(
                name: "ClassVolumes",
                columns: table => new
                {
                    DomainId = table.Column<int>(type: "integer", nullable: false),
                    Until = table.Column<int>(type: "integer", nullable: false),
                    Daily = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClassVolumes", x => x.DomainId);
                    table.ForeignKey(
                        name: "FK_ClassVolumes_Domains_DomainId",
                        column: x => x.DomainId,
                        principalTable: "Domains",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SavedViews",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Owner = table.Column<string>(type: "text", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Query = table.Column<string>(type: "text", nullable: false),
                    IsShared = table.Column<bool>(type: "boolean", nullable: false),
                    SavedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedViews", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TlsReports_Tier_Id",
                table: "TlsReports",
                columns: new[] { "Tier", "Id" },
                filter: "\"Tier\" IN (3, 4)");

            migrationBuilder.CreateIndex(
                name: "IX_Reports_End_PolicyDomain",
                table: "Reports",
                columns: new[] { "End", "PolicyDomain" },
                filter: "\"End\" - \"Begin\" > 93600");

            migrationBuilder.CreateIndex(
                name: "IX_FailureReports_Id",
                table: "FailureReports",
                column: "Id",
                filter: "\"Tier\" = 4");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_Owner_Name",
                table: "SavedViews",
                columns: new[] { "Owner", "Name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ClassVolumes");

            migrationBuilder.DropTable(
                name: "SavedViews");

            migrationBuilder.DropIndex(
                name: "IX_TlsReports_Tier_Id",
                table: "TlsReports");

            migrationBuilder.DropPrimaryKey(
                name: "PK_TlsDailyTotals",
                table: "TlsDailyTotals");

            migrationBuilder.DropPrimaryKey(
                name: "PK_TlsDailyFailures",
                table: "TlsDailyFailures");

            migrationBuilder.DropIndex(
                name: "IX_Reports_End_PolicyDomain",
                table: "Reports");

            migrationBuilder.DropIndex(
                name: "IX_FailureReports_Id",
                table: "FailureReports");

            migrationBuilder.DropPrimaryKey(
                name: "PK_Complaints",
                table: "Complaints");

            migrationBuilder.DropColumn(
                name: "Evidence",
                table: "TlsReports");

            migrationBuilder.DropColumn(
                name: "Signer",
                table: "TlsReports");

            migrationBuilder.DropColumn(
                name: "Tier",
                table: "TlsReports");

            migrationBuilder.DropColumn(
                name: "TierReason",
                table: "TlsReports");

            migrationBuilder.DropColumn(
                name: "Tier",
                table: "TlsDailyTotals");

            migrationBuilder.DropColumn(
                name: "Tier",
                table: "TlsDailyFailures");

            migrationBuilder.DropColumn(
                name: "Evidence",
                table: "FailureReports");

            migrationBuilder.DropColumn(
                name: "Tier",
                table: "FailureReports");

            migrationBuilder.DropColumn(
                name: "TierReason",
                table: "FailureReports");

            migrationBuilder.DropColumn(
                name: "Tier",
                table: "Complaints");

            migrationBuilder.AddPrimaryKey(
                name: "PK_TlsDailyTotals",
                table: "TlsDailyTotals",
                columns: new[] { "Domain", "Day", "OrgKey", "PolicyType" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_TlsDailyFailures",
                table: "TlsDailyFailures",
                columns: new[] { "Domain", "Day", "OrgKey", "ResultType", "MxHost" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_Complaints",
                table: "Complaints",
                columns: new[] { "Domain", "Day", "SourceIp", "FeedbackType" });
        }
    }
}
