using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Sources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "SourcesAt",
                table: "Domains",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SourceAddresses",
                columns: table => new
                {
                    SourceIp = table.Column<string>(type: "text", nullable: false),
                    Reverse = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: true),
                    Country = table.Column<string>(type: "text", nullable: true),
                    Asn = table.Column<long>(type: "bigint", nullable: true),
                    Network = table.Column<string>(type: "text", nullable: true),
                    ServiceId = table.Column<string>(type: "text", nullable: true),
                    ServiceName = table.Column<string>(type: "text", nullable: true),
                    ServiceEvidence = table.Column<int>(type: "integer", nullable: true),
                    ServiceConfidence = table.Column<int>(type: "integer", nullable: true),
                    CheckedAt = table.Column<long>(type: "bigint", nullable: false),
                    DueAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SourceAddresses", x => x.SourceIp);
                });

            migrationBuilder.CreateTable(
                name: "SourceDecisions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    DomainId = table.Column<int>(type: "integer", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false),
                    Decision = table.Column<int>(type: "integer", nullable: true),
                    Note = table.Column<string>(type: "text", nullable: true),
                    DecidedBy = table.Column<string>(type: "text", nullable: false),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SourceDecisions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SourceDecisions_Domains_DomainId",
                        column: x => x.DomainId,
                        principalTable: "Domains",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Sources",
                columns: table => new
                {
                    DomainId = table.Column<int>(type: "integer", nullable: false),
                    SourceIp = table.Column<string>(type: "text", nullable: false),
                    HeaderFrom = table.Column<string>(type: "text", nullable: false),
                    FirstDay = table.Column<int>(type: "integer", nullable: false),
                    LastDay = table.Column<int>(type: "integer", nullable: false),
                    NotedAt = table.Column<long>(type: "bigint", nullable: false),
                    Novelty = table.Column<int>(type: "integer", nullable: false),
                    Messages = table.Column<long>(type: "bigint", nullable: false),
                    Aligned = table.Column<long>(type: "bigint", nullable: false),
                    DkimAligned = table.Column<long>(type: "bigint", nullable: false),
                    SpfAligned = table.Column<long>(type: "bigint", nullable: false),
                    Quarantined = table.Column<long>(type: "bigint", nullable: false),
                    Rejected = table.Column<long>(type: "bigint", nullable: false),
                    Daily = table.Column<string>(type: "text", nullable: false),
                    DailyUntil = table.Column<int>(type: "integer", nullable: false),
                    Class = table.Column<int>(type: "integer", nullable: false),
                    Confidence = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    Cause = table.Column<string>(type: "text", nullable: true),
                    Fix = table.Column<string>(type: "text", nullable: true),
                    SpfResults = table.Column<string>(type: "text", nullable: false),
                    DkimResults = table.Column<string>(type: "text", nullable: false),
                    Reasons = table.Column<string>(type: "text", nullable: false),
                    SpfTerm = table.Column<string>(type: "text", nullable: true),
                    ServiceId = table.Column<string>(type: "text", nullable: true),
                    ServiceName = table.Column<string>(type: "text", nullable: true),
                    ServiceEvidence = table.Column<int>(type: "integer", nullable: true),
                    ServiceConfidence = table.Column<int>(type: "integer", nullable: true),
                    Decision = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sources", x => new { x.DomainId, x.SourceIp, x.HeaderFrom });
                    table.ForeignKey(
                        name: "FK_Sources_Domains_DomainId",
                        column: x => x.DomainId,
                        principalTable: "Domains",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Domains_SourcesAt",
                table: "Domains",
                column: "SourcesAt");

            migrationBuilder.CreateIndex(
                name: "IX_SourceAddresses_DueAt",
                table: "SourceAddresses",
                column: "DueAt");

            migrationBuilder.CreateIndex(
                name: "IX_SourceDecisions_DomainId_Subject_Id",
                table: "SourceDecisions",
                columns: new[] { "DomainId", "Subject", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_Messages",
                table: "Sources",
                column: "Messages");

            migrationBuilder.CreateIndex(
                name: "IX_Sources_NotedAt_Novelty",
                table: "Sources",
                columns: new[] { "NotedAt", "Novelty" });

            migrationBuilder.CreateIndex(
                name: "IX_Sources_ServiceId",
                table: "Sources",
                column: "ServiceId");

            migrationBuilder.CreateIndex(
                name: "IX_Sources_SourceIp",
                table: "Sources",
                column: "SourceIp");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SourceAddresses");

            migrationBuilder.DropTable(
                name: "SourceDecisions");

            migrationBuilder.DropTable(
                name: "Sources");

            migrationBuilder.DropIndex(
                name: "IX_Domains_SourcesAt",
                table: "Domains");

            migrationBuilder.DropColumn(
                name: "SourcesAt",
                table: "Domains");
        }
    }
}
