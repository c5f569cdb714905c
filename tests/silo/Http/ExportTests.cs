using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Queries;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Tests.Http;

/// <summary>Lists as CSV and Excel files.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private readonly SiloFixture silo = new();

    public Task InitializeAsync() => silo.InitializeAsync();

    public Task DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task A_csv_begins_with_the_byte_order_mark_and_says_codes_in_words()
    {
        var bytes = await BytesAsync("/v1/alerts?format=csv");
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.StartsWith("编号,日志序号,规则,名称,级别,状态,发生时间,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("A-1,3,ELG-01,死亡后享受待遇,P1 紧急,待处理,2026-03-01 08:00:00,", lines[1], StringComparison.Ordinal);
        Assert.Contains("和平区,V-1,距离 220.5 米 / 150 米 (建议),", lines[1], StringComparison.Ordinal);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public async Task English_is_had_for_the_asking_and_the_filter_counts()
    {
        var text = Encoding.UTF8.GetString(await BytesAsync("/v1/alerts?format=csv&lang=en&rule=GEO-01"));
        Assert.Contains("Id,Entry,Rule,Title,", text, StringComparison.Ordinal);
        Assert.Contains("Withdrawn", text, StringComparison.Ordinal);
        Assert.DoesNotContain("A-1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hpq", 0)]
    [InlineData("hpq|nobody|和平区", 1)]
    [InlineData("hpq|和平区 siw|死亡", 1)]
    [InlineData("hpq|和平区 nobody|nowhere", 0)]
    [InlineData("hpq|=120101", 1)]
    [InlineData("hpq|=12010", 0)]
    [InlineData("=", 0)]
    public async Task A_file_finds_by_any_of_the_names_that_the_board_found_by_pinyin(string text, int rows)
    {
        var file = Encoding.UTF8.GetString(await BytesAsync("/v1/alerts?format=csv&q=" + Uri.EscapeDataString(text)));
        Assert.Equal(1 + rows, file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86 22", "'+86 22")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＠求和", "'＠求和")]
    [InlineData("说明, \"急\"", "\"说明, \"\"急\"\"\"")]
    [InlineData("两行\n备注", "\"两行\n备注\"")]
    [InlineData("普通", "普通")]
    public async Task A_text_that_a_spreadsheet_would_run_is_neutralised(string note, string cell)
    {
        silo.Engine.Raise(Samples.Alert("A-9", 9) with { Note = note });
        var text = Encoding.UTF8.GetString(await BytesAsync("/v1/alerts?format=csv&after=8"));
        Assert.EndsWith("," + cell + "\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_has_the_same_rows_its_texts_as_text_and_its_numbers_as_numbers()
    {
        silo.Engine.Raise(Samples.Alert("A-9", 9) with { Note = "=HYPERLINK(\"http://x\")\u0001" });
        using var file = new MemoryStream(await BytesAsync("/v1/alerts?format=xlsx"));
        using var book = SpreadsheetDocument.Open(file, isEditable: false);
        var rows = book.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().ToList();
        Assert.Equal(4, rows.Count);
        var cells = rows[3].Elements<Cell>().ToList();
        Assert.Equal("A-9", cells[0].InnerText);
        Assert.Null(cells[1].DataType);
        Assert.Equal("9", cells[1].CellValue!.Text);
        Assert.Equal(CellValues.InlineString, cells[^1].DataType!.Value);
        // What XML cannot say is left out; nothing of it is a formula.
        Assert.Equal("=HYPERLINK(\"http://x\")", cells[^1].InnerText);
        Assert.Empty(book.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<CellFormula>());
    }

    [Theory]
    [InlineData("/v1/silences", "silence-1")]
    [InlineData("/v1/outcomes", "规则")]
    [InlineData("/v1/rules", "ELG-01")]
    [InlineData("/v1/persons/P-1/history", "日志序号")]
    public async Task Every_list_is_to_be_had_as_a_file(string list, string has)
    {
        Assert.Contains(has, Encoding.UTF8.GetString(await BytesAsync(list + "?format=csv")), StringComparison.Ordinal);
        using var zip = new ZipArchive(new MemoryStream(await BytesAsync(list + "?format=xlsx")));
        using var sheet = zip.GetEntry("xl/workbook.xml")!.Open();
        Assert.NotEmpty(XDocument.Load(sheet).Descendants());
    }

    [Fact]
    public async Task The_file_has_a_name_and_its_type()
    {
        using var officer = silo.Officer();
        using var answer = await officer.GetAsync("/v1/alerts?format=xlsx");
        Assert.Equal("attachment; filename=\"alerts.xlsx\"", answer.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("format=pdf", "format")]
    [InlineData("format=csv&lang=fr", "lang")]
    [InlineData("format=csv&format=xlsx", "format")]
    public async Task An_unknown_format_is_refused_by_name(string query, string parameter)
    {
        using var officer = silo.Officer();
        using var answer = await officer.GetAsync("/v1/alerts?" + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(parameter, (await SiloFixture.JsonAsync(answer)).GetProperty("parameter").GetString());
    }

    [Fact]
    public async Task A_list_too_long_for_a_file_is_refused_and_not_cut()
    {
        for (var i = 0; i <= Exports.Export.MaxRows; i++)
        {
            silo.Engine.Raise(Samples.Alert(i.ToString(CultureInfo.InvariantCulture), 100 + i, status: AlertStatus.Dismissed));
        }

        using var officer = silo.Officer();
        using var answer = await officer.GetAsync("/v1/alerts?format=csv&status=dismissed");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("out-of-range", (await SiloFixture.JsonAsync(answer)).GetProperty("code").GetString());
    }

    [Fact]
    public void The_numbers_of_a_rule_have_their_first_day_and_basis_and_stand_again_where_a_region_has_another()
    {
        var since = new DateOnly(2023, 1, 1);
        var clients = new RuleThreshold("stf.homeMax", 10d, "persons", "tianjin-2023-institutions:11", since)
        {
            Regions = [new("tianjin", 10, "tianjin-2023-institutions:11", since), new("jiaxing", 10, "proposed", since), new("other", 10, "tianjin-2023-institutions:11", since.AddDays(1))],
        };
        var row = Exports.Tables.Rules([new("STF-01", 1, new("在服人数", "Clients"), "P2", [clients], [])], Words.English).Rows.Single();
        Assert.Equal(
            "stf.homeMax = 10 persons (Tianjin measures for designated long-term-care institutions (draft for comment) 11, 2023-01-01); "
            + "stf.homeMax [jiaxing] = 10 persons (Proposed, 2023-01-01); "
            + "stf.homeMax [other] = 10 persons (Tianjin measures for designated long-term-care institutions (draft for comment) 11, 2023-01-02)",
            row[4].Text);
    }

    private async Task<byte[]> BytesAsync(string path)
    {
        using var officer = silo.Officer();
        using var answer = await officer.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
