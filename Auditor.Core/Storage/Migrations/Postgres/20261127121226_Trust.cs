using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Trust : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Reports_PolicyDomain_OrgKey_ReportId_Begin_End",
                table: "Reports");

            migrationBuilder.DropPrimaryKey(
                name: "PK_DailyTotals",
                table: "DailyTotals");

            migrationBuilder.DropPrimaryKey(
                name: "PK_DailyRollups",
                table: "DailyRollups");

            migrationBuilder.AddColumn<string>(
                name: "Evidence",
                table: "Reports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsConflict",
                table: "Reports",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsDisplaced",
                table: "Reports",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "SenderDomain",
                table: "Reports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Signer",
                table: "Reports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tier",
                table: "Reports",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddColumn<string>(
                name: "TierReason",
                table: "Reports",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Authentication",
                table: "Quarantine",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tier",
                table: "DailyTotals",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddColumn<int>(
                name: "Tier",
                table: "DailyRollups",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddPrimaryKey(
                name: "PK_DailyTotals",
                table: "DailyTotals",
                columns: new[] { "PolicyDomain", "Day", "Tier" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_DailyRollups",
                table: "DailyRollups",
                columns: new[] { "PolicyDomain", "Day", "Tier", "SourceIp", "HeaderFrom", "DkimAligned", "SpfAligned", "Disposition" });

            migrationBuilder.CreateTable(
                name: "IntakeCounts",
                columns: table => new
                {
                    Day = table.Column<int>(type: "integer", nullable: false),
                    PolicyDomain = table.Column<string>(type: "text", nullable: false),
                    SenderDomain = table.Column<string>(type: "text", nullable: false),
                    Reports = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IntakeCounts", x => new { x.Day, x.PolicyDomain, x.SenderDomain });
                });

            migrationBuilder.CreateTable(
                name: "ReportedDomains",
                columns: table => new
                {
                    Name = table.Column<string>(type: "text", nullable: false),
                    Reports = table.Column<long>(type: "bigint", nullable: false),
                    Messages = table.Column<long>(type: "bigint", nullable: false),
                    Kept = table.Column<long>(type: "bigint", nullable: false),
                    FirstSeenAt = table.Column<long>(type: "bigint", nullable: false),
                    LastSeenAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReportedDomains", x => x.Name);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Reports_PolicyDomain_OrgKey_ReportId_Begin_End",
                table: "Reports",
                columns: new[] { "PolicyDomain", "OrgKey", "ReportId", "Begin", "End" });

            migrationBuilder.CreateIndex(
                name: "IX_Reports_Tier_Id",
                table: "Reports",
                columns: new[] { "Tier", "Id" },
                filter: "\"Tier\" IN (3, 4)");

            // Reports of domains that are not monitored were stored without a summary until now.
            migrationBuilder.Sql("""
                INSERT INTO "ReportedDomains" ("Name", "Reports", "Messages", "Kept", "FirstSeenAt", "LastSeenAt")
                SELECT "PolicyDomain", count(*), CAST(sum(least("MessageCount", 1000000000000)) AS bigint), count(*), min("ReceivedAt"), max("ReceivedAt") FROM "Reports"
                WHERE NOT EXISTS (SELECT 1 FROM "Domains" WHERE "Name" = "PolicyDomain")
                GROUP BY "PolicyDomain" ORDER BY count(*) DESC, "PolicyDomain" LIMIT 2000
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "IntakeCounts");

            migrationBuilder.DropTable(
                name: "ReportedDomains");

            migrationBuilder.DropIndex(
                name: "IX_Reports_PolicyDomain_OrgKey_ReportId_Begin_End",
                table: "Reports");

            migrationBuilder.DropIndex(
                name: "IX_Reports_Tier_Id",
                table: "Reports");

            migrationBuilder.DropPrimaryKey(
                name: "PK_DailyTotals",
                table: "DailyTotals");

            migrationBuilder.DropPrimaryKey(
                name: "PK_DailyRollups",
                table: "DailyRollups");

            migrationBuilder.DropColumn(
                name: "Evidence",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "IsConflict",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "IsDisplaced",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "SenderDomain",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "Signer",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "Tier",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "TierReason",
                table: "Reports");

            migrationBuilder.DropColumn(
                name: "Authentication",
                table: "Quarantine");

            migrationBuilder.DropColumn(
                name: "Tier",
                table: "DailyTotals");

            migrationBuilder.DropColumn(
                name: "Tier",
                table: "DailyRollups");

            migrationBuilder.AddPrimaryKey(
                name: "PK_DailyTotals",
                table: "DailyTotals",
                columns: new[] { "PolicyDomain", "Day" });

            migrationBuilder.AddPrimaryKey(
                name: "PK_DailyRollups",
                table: "DailyRollups",
                columns: new[] { "PolicyDomain", "Day", "SourceIp", "HeaderFrom", "DkimAligned", "SpfAligned", "Disposition" });

            migrationBuilder.CreateIndex(
                name: "IX_Reports_PolicyDomain_OrgKey_ReportId_Begin_End",
                table: "Reports",
                columns: new[] { "PolicyDomain", "OrgKey", "ReportId", "Begin", "End" },
                unique: true);
        }
    }
}
