using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Blocklists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "BlocklistRecords",
                columns: table => new
                {
                    List = table.Column<string>(type: "TEXT", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false),
                    AskedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    AnsweredAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Returned = table.Column<string>(type: "TEXT", nullable: false),
                    IsError = table.Column<bool>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: true),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BlocklistRecords", x => new { x.List, x.Subject });
                });

            migrationBuilder.CreateTable(
                name: "BlocklistTargets",
                columns: table => new
                {
                    DomainId = table.Column<int>(type: "INTEGER", nullable: false),
                    Subject = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BlocklistTargets", x => new { x.DomainId, x.Subject });
                    table.ForeignKey(
                        name: "FK_BlocklistTargets_Domains_DomainId",
                        column: x => x.DomainId,
                        principalTable: "Domains",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BlocklistRecords_AskedAt",
                table: "BlocklistRecords",
                column: "AskedAt");

            migrationBuilder.CreateIndex(
                name: "IX_BlocklistRecords_Subject_ChangedAt",
                table: "BlocklistRecords",
                columns: new[] { "Subject", "ChangedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_BlocklistTargets_Subject",
                table: "BlocklistTargets",
                column: "Subject");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "BlocklistRecords");

            migrationBuilder.DropTable(
                name: "BlocklistTargets");
        }
    }
}
