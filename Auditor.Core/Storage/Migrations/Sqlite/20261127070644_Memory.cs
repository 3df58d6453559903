using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Auditor.Core.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Memory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "AfterServer",
                table: "Changes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AfterTtl",
                table: "Changes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "BeforeAt",
                table: "Changes",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "BeforeServer",
                table: "Changes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "BeforeTtl",
                table: "Changes",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "ConfirmedBy",
                table: "Changes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "PolicyMoves",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    DomainId = table.Column<int>(type: "INTEGER", nullable: false),
                    MovedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FromStage = table.Column<string>(type: "TEXT", nullable: true),
                    ToStage = table.Column<string>(type: "TEXT", nullable: false),
                    Record = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PolicyMoves", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PolicyMoves_Domains_DomainId",
                        column: x => x.DomainId,
                        principalTable: "Domains",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_PolicyMoves_DomainId_MovedAt",
                table: "PolicyMoves",
                columns: new[] { "DomainId", "MovedAt" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "PolicyMoves");

            migrationBuilder.DropColumn(
                name: "AfterServer",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "AfterTtl",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "BeforeAt",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "BeforeServer",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "BeforeTtl",
                table: "Changes");

            migrationBuilder.DropColumn(
                name: "ConfirmedBy",
                table: "Changes");
        }
    }
}
