using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Kinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Complaints",
                columns: table => new
                {
                    Domain = table.Column<string>(type: "text", nullable: false),
                    Day = table.Column<int>(type: "integer", nullable: false),
                    SourceIp = table.Column<string>(type: "text", nullable: false),
                    FeedbackType = table.Column<string>(type: "text", nullable: false),
                    Complaints = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Complaints", x => new { x.Domain, x.Day, x.SourceIp, x.FeedbackType });
                });

            migrationBuilder.CreateTable(
                name: "CountedFeedback",
                columns: table => new
                {
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    SeenAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CountedFeedback", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "FailureReports",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Domain = table.Column<string>(type: "text", nullable: false),
                    HeaderFrom = table.Column<string>(type: "text", nullable: true),
                    SourceIp = table.Column<string>(type: "text", nullable: true),
                    ArrivedAt = table.Column<long>(type: "bigint", nullable: true),
                    AuthFailure = table.Column<string>(type: "text", nullable: false),
                    IdentityAlignment = table.Column<string>(type: "text", nullable: false),
                    MailFrom = table.Column<string>(type: "text", nullable: true),
                    AuthenticationResults = table.Column<string>(type: "text", nullable: true),
                    DkimDomain = table.Column<string>(type: "text", nullable: true),
                    DkimSelector = table.Column<string>(type: "text", nullable: true),
                    DeliveryResult = table.Column<string>(type: "text", nullable: true),
                    Incidents = table.Column<long>(type: "bigint", nullable: false),
                    Reporter = table.Column<string>(type: "text", nullable: true),
                    ReceivedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FailureReports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TlsDailyFailures",
                columns: table => new
                {
                    Domain = table.Column<string>(type: "text", nullable: false),
                    Day = table.Column<int>(type: "integer", nullable: false),
                    OrgKey = table.Column<string>(type: "text", nullable: false),
                    ResultType = table.Column<string>(type: "text", nullable: false),
                    MxHost = table.Column<string>(type: "text", nullable: false),
                    Sessions = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TlsDailyFailures", x => new { x.Domain, x.Day, x.OrgKey, x.ResultType, x.MxHost });
                });

            migrationBuilder.CreateTable(
                name: "TlsDailyTotals",
                columns: table => new
                {
                    Domain = table.Column<string>(type: "text", nullable: false),
                    Day = table.Column<int>(type: "integer", nullable: false),
                    OrgKey = table.Column<string>(type: "text", nullable: false),
                    PolicyType = table.Column<string>(type: "text", nullable: false),
                    Successful = table.Column<long>(type: "bigint", nullable: false),
                    Failed = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TlsDailyTotals", x => new { x.Domain, x.Day, x.OrgKey, x.PolicyType });
                });

            migrationBuilder.CreateTable(
                name: "TlsReports",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    OrgKey = table.Column<string>(type: "text", nullable: false),
                    ReportId = table.Column<string>(type: "text", nullable: false),
                    PolicyDomain = table.Column<string>(type: "text", nullable: false),
                    Begin = table.Column<long>(type: "bigint", nullable: false),
                    End = table.Column<long>(type: "bigint", nullable: false),
                    ContentHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Policies = table.Column<byte[]>(type: "bytea", nullable: true),
                    OrgName = table.Column<string>(type: "text", nullable: true),
                    ContactInfo = table.Column<string>(type: "text", nullable: true),
                    Successful = table.Column<long>(type: "bigint", nullable: false),
                    Failed = table.Column<long>(type: "bigint", nullable: false),
                    ReceivedAt = table.Column<long>(type: "bigint", nullable: false),
                    Source = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TlsReports", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Complaints_Day",
                table: "Complaints",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_CountedFeedback_SeenAt",
                table: "CountedFeedback",
                column: "SeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_FailureReports_Domain_ReceivedAt",
                table: "FailureReports",
                columns: new[] { "Domain", "ReceivedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_FailureReports_ReceivedAt",
                table: "FailureReports",
                column: "ReceivedAt");

            migrationBuilder.CreateIndex(
                name: "IX_TlsDailyFailures_Day",
                table: "TlsDailyFailures",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_TlsDailyTotals_Day",
                table: "TlsDailyTotals",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_TlsReports_ContentHash",
                table: "TlsReports",
                column: "ContentHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TlsReports_End",
                table: "TlsReports",
                column: "End");

            migrationBuilder.CreateIndex(
                name: "IX_TlsReports_PolicyDomain_OrgKey_ReportId_Begin_End",
                table: "TlsReports",
                columns: new[] { "PolicyDomain", "OrgKey", "ReportId", "Begin", "End" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Complaints");

            migrationBuilder.DropTable(
                name: "CountedFeedback");

            migrationBuilder.DropTable(
                name: "FailureReports");

            migrationBuilder.DropTable(
                name: "TlsDailyFailures");

            migrationBuilder.DropTable(
                name: "TlsDailyTotals");

            migrationBuilder.DropTable(
                name: "TlsReports");
        }
    }
}
