using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Sqlite
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
                    Domain = table.Column<string>(type: "TEXT", nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    SourceIp = table.Column<string>(type: "TEXT", nullable: false),
                    FeedbackType = table.Column<string>(type: "TEXT", nullable: false),
                    Complaints = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Complaints", x => new { x.Domain, x.Day, x.SourceIp, x.FeedbackType });
                });

            migrationBuilder.CreateTable(
                name: "CountedFeedback",
                columns: table => new
                {
                    Hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_CountedFeedback", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "FailureReports",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Domain = table.Column<string>(type: "TEXT", nullable: false),
                    HeaderFrom = table.Column<string>(type: "TEXT", nullable: true),
                    SourceIp = table.Column<string>(type: "TEXT", nullable: true),
                    ArrivedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AuthFailure = table.Column<string>(type: "TEXT", nullable: false),
                    IdentityAlignment = table.Column<string>(type: "TEXT", nullable: false),
                    MailFrom = table.Column<string>(type: "TEXT", nullable: true),
                    AuthenticationResults = table.Column<string>(type: "TEXT", nullable: true),
                    DkimDomain = table.Column<string>(type: "TEXT", nullable: true),
                    DkimSelector = table.Column<string>(type: "TEXT", nullable: true),
                    DeliveryResult = table.Column<string>(type: "TEXT", nullable: true),
                    Incidents = table.Column<long>(type: "INTEGER", nullable: false),
                    Reporter = table.Column<string>(type: "TEXT", nullable: true),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FailureReports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TlsDailyFailures",
                columns: table => new
                {
                    Domain = table.Column<string>(type: "TEXT", nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    OrgKey = table.Column<string>(type: "TEXT", nullable: false),
                    ResultType = table.Column<string>(type: "TEXT", nullable: false),
                    MxHost = table.Column<string>(type: "TEXT", nullable: false),
                    Sessions = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TlsDailyFailures", x => new { x.Domain, x.Day, x.OrgKey, x.ResultType, x.MxHost });
                });

            migrationBuilder.CreateTable(
                name: "TlsDailyTotals",
                columns: table => new
                {
                    Domain = table.Column<string>(type: "TEXT", nullable: false),
                    Day = table.Column<int>(type: "INTEGER", nullable: false),
                    OrgKey = table.Column<string>(type: "TEXT", nullable: false),
                    PolicyType = table.Column<string>(type: "TEXT", nullable: false),
                    Successful = table.Column<long>(type: "INTEGER", nullable: false),
                    Failed = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TlsDailyTotals", x => new { x.Domain, x.Day, x.OrgKey, x.PolicyType });
                });

            migrationBuilder.CreateTable(
                name: "TlsReports",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    OrgKey = table.Column<string>(type: "TEXT", nullable: false),
                    ReportId = table.Column<string>(type: "TEXT", nullable: false),
                    PolicyDomain = table.Column<string>(type: "TEXT", nullable: false),
                    Begin = table.Column<long>(type: "INTEGER", nullable: false),
                    End = table.Column<long>(type: "INTEGER", nullable: false),
                    ContentHash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Policies = table.Column<byte[]>(type: "BLOB", nullable: true),
                    OrgName = table.Column<string>(type: "TEXT", nullable: true),
                    ContactInfo = table.Column<string>(type: "TEXT", nullable: true),
                    Successful = table.Column<long>(type: "INTEGER", nullable: false),
                    Failed = table.Column<long>(type: "INTEGER", nullable: false),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Source = table.Column<int>(type: "INTEGER", nullable: false)
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
