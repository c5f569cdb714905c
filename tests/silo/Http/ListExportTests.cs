using System.Net;
using System.Text;
using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Tests.Access;

namespace LtcActors.Silo.Tests.Http;

/// <summary>Every list that a screen has, as a file: the same rows to the same people, nothing that a spreadsheet runs, and a note of it.</summary>
public sealed class ListExportTests : AdministeredSilo
{
    private const string Formula = "=HYPERLINK(1)";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        // What people and feeds choose freely begins as a formula does.
        using var minus = await Person.MakeAsync(Silo, Administrator, "-x", Roles.Officer, [Person.Own]);
        await Administrator.PostAsync("/v1/accounts", new { name = "plus", displayName = Formula, role = "auditor" });
        await Administrator.PostAsync("/v1/tokens", new { name = Formula, role = "feed", sources = new[] { "/h/" } });
        await Administrator.PostAsync("/v1/policies", new
        {
            title = Formula, values = new[] { new { region = "tianjin", key = "geo.fence", unit = "m", value = 200, proposed = "高层住宅" } },
        });
        Silo.Engine.Raise(Samples.Alert("A-9", 9) with { Note = Formula });
        foreach (var id in new[] { ActorId.Person("P-1"), ActorId.Caregiver("C-1") })
        {
            Silo.Engine.Views[id] = new
            {
                id.Id, DistrictCode = Person.Own, Name = "王秀兰",
                Visits = new[]
                {
                    new
                    {
                        VisitId = "V-1", Date = "2026-03-01", Recipient = "P-1", Provider = "C-1", Services = new[] { Formula }, Begin = Samples.Now,
                        Place = new { InstitutionId = "I-1", Position = new { Lat = 39.5, Lon = 117.25 }, Accuracy = 12 },
                    },
                },
            };
        }

        await Administrator.PostAsync("/v1/views", new { name = Formula, query = "severity=P1", sharing = "private" });
        await Administrator.PostAsync("/v1/cases/persons/P-1/notes", new { text = Formula });
        using var feed = Silo.Feed();
        foreach (var sample in new[]
        {
            Samples.Registration("r-1").Replace("/registry", Formula, StringComparison.Ordinal), Samples.CheckIn("c-1"),
            Samples.Designation("d-1").Replace("和平护理站", Formula, StringComparison.Ordinal),
        })
        {
            using var sent = await feed.PostAsync(new Uri("/v1/events", UriKind.Relative), SiloFixture.Content(sample, "application/cloudevents+json"));
            Assert.Contains("accepted", await sent.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    /// <param name="cell">A cell that a spreadsheet would run as it was written; null: the list has none that anybody chooses.</param>
    [Theory]
    [InlineData("/v1/alerts", "alerts", "编号,日志序号,规则,", "'" + Formula)]
    [InlineData("/v1/silences", "silences", "编号,规则,对象,", null)]
    [InlineData("/v1/outcomes", "outcomes", "规则,版本,", null)]
    [InlineData("/v1/rules", "rules", "规则,版本,", null)]
    [InlineData("/v1/audit", "audit", "序号,时间,何人,", "'-x")]
    [InlineData("/v1/accounts", "accounts", "名称,姓名,角色,", "'" + Formula)]
    [InlineData("/v1/tokens", "tokens", "编号,名称,角色,", "'" + Formula)]
    [InlineData("/v1/sessions", "sessions", "编号,账号,方式,", "'-x")]
    [InlineData("/v1/policies", "policies", "参数版本,标题,状态,", "'" + Formula)]
    [InlineData("/v1/shadow/alerts", "shadow-alerts", "预警,规则,变化,", null)]
    [InlineData("/v1/shadow/outcomes", "shadow-outcomes", "规则,现行预警,", null)]
    [InlineData("/v1/persons/P-1/history", "history", "日志序号,记录时间,", "'" + Formula)]
    [InlineData("/v1/persons/P-1/alerts", "alerts", "编号,日志序号,规则,", "'" + Formula)]
    [InlineData("/v1/caregivers/C-1/alerts", "alerts", "编号,日志序号,规则,", "'" + Formula)]
    [InlineData("/v1/institutions/I-1/alerts", "alerts", "编号,日志序号,规则,", "'" + Formula)]
    [InlineData("/v1/persons/P-1/visits", "visits", "服务单,日期,参保人,", "'" + Formula)]
    [InlineData("/v1/caregivers/C-1/visits", "visits", "服务单,日期,参保人,", "'" + Formula)]
    [InlineData("/v1/institutions/I-1/visits", "visits", "服务单,日期,参保人,", null)]
    [InlineData("/v1/replays", "replays", "回放,参数版本,", null)]
    [InlineData("/v1/views", "views", "编号,名称,筛选,", "'" + Formula)]
    [InlineData("/v1/cases/persons/P-1", "case", "编号,类别,人员,", "'" + Formula)]
    [InlineData("/v1/map?bbox=116,38,118,40", "map", "图层,编号,名称,", "'" + Formula)]
    [InlineData("/v1/caregivers/C-1/days/2026-03-01", "day", "服务单,日期,参保人,", null)]
    [InlineData("/v1/persons/P-1/visits/V-1", "visit-entries", "日志序号,类型,", null)]
    public async Task Every_list_is_a_file_with_its_headings_that_runs_nothing_and_is_noted(string path, string name, string headings, string? cell)
    {
        path += path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        using var answer = await Administrator.Client.GetAsync(new Uri(path + "format=csv", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal($"attachment; filename=\"{name}.csv\"", answer.Content.Headers.GetValues("Content-Disposition").Single());
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var text = Encoding.UTF8.GetString(bytes[3..]);
        Assert.StartsWith(headings, text, StringComparison.Ordinal);
        if (cell is not null)
        {
            Assert.Contains("," + cell + ",", text.Replace("\r\n", ",", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.DoesNotContain("," + Formula, text, StringComparison.Ordinal);
        Assert.DoesNotContain(",-x", text, StringComparison.Ordinal);
        // Masked as on the screen; and no hash of a password or a token leaves.
        Assert.DoesNotContain("王秀兰", text, StringComparison.Ordinal);
        Assert.DoesNotContain("AQAAAA", text, StringComparison.Ordinal);
        var noted = Audited().Last();
        Assert.Equal(("export", "admin"), (noted.GetProperty("action").GetString(), noted.GetProperty("by").GetString()));
        Assert.StartsWith(name + ".csv", noted.GetProperty("note").GetString(), StringComparison.Ordinal);

        using var workbook = await Administrator.Client.GetAsync(new Uri(path + "format=xlsx&lang=en", UriKind.Relative));
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_history_is_masked_until_it_is_revealed()
    {
        var masked = await CsvAsync("/v1/persons/P-1/history");
        Assert.Contains("王＊＊", masked, StringComparison.Ordinal);
        Assert.Contains("1941-＊＊-＊＊", masked, StringComparison.Ordinal);
        Assert.DoesNotContain("1941-05-06", masked, StringComparison.Ordinal);
        await Administrator.PostAsync("/v1/persons/P-1/reveal", new { purpose = "investigation" });
        var revealed = await CsvAsync("/v1/persons/P-1/history");
        Assert.Contains("王秀兰", revealed, StringComparison.Ordinal);
        Assert.Contains("1941-05-06", revealed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_has_its_six_elements_in_a_row() => Assert.Contains(
        "V-1,2026-03-01,P-1,C-1,I-1,'" + Formula + ",2026-03-01 08:00:00,,39.5,117.25,12\r\n", await CsvAsync("/v1/persons/P-1/visits"), StringComparison.Ordinal);

    [Fact]
    public async Task What_investigators_list_has_a_row_each_in_words()
    {
        Assert.Contains("V-1,2026-03-01,P-1,C-1,,,2026-03-01 07:00:00,,,,,\r\n", await CsvAsync("/v1/caregivers/C-1/days/2026-03-01"), StringComparison.Ordinal);
        Assert.Contains("2,ltc.visit.checked-in,2026-03-01 07:00:00,2026-03-01 08:00:00,否,A-1\r\n", await CsvAsync("/v1/persons/P-1/visits/V-1"), StringComparison.Ordinal);
        Assert.Contains(",备注,admin,", await CsvAsync("/v1/cases/persons/P-1"), StringComparison.Ordinal);
        var map = await CsvAsync("/v1/map", "&bbox=116,38,118,40&to=2026-03-01T09:00:00%2B08:00");
        // A home masked as on the map, and with no fence.
        Assert.Contains("住所,P-1,,和平区,39.12,117.65,,,P-1,", map, StringComparison.Ordinal);
        Assert.Contains("定点机构,I-1,", map, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_of_the_silences_counts_in_the_file()
    {
        var active = await CsvAsync("/v1/silences", "&status=active");
        Assert.Contains("silence-1,", active, StringComparison.Ordinal);
        Assert.DoesNotContain("silence-2,", active, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_of_the_audit_counts_and_its_chain_can_be_followed_in_the_file()
    {
        var text = await CsvAsync("/v1/audit", "&action=account");
        Assert.Contains("账号变更", text, StringComparison.Ordinal);
        Assert.DoesNotContain(",登录,", text, StringComparison.Ordinal);
        var hashes = Audited().Where(a => a.GetProperty("action").GetString() == "account").Select(a => a.GetProperty("hash").GetString()!).ToList();
        Assert.NotEmpty(hashes);
        Assert.All(hashes, hash => Assert.Contains(hash, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_replay_finds_is_a_file_when_it_is_done()
    {
        var begun = await Administrator.PostAsync("/v1/replays", new { policy = "policy-1", from = "2026-02-01" });
        var path = "/v1/replays/" + begun.GetProperty("id").GetString();
        JsonElement replay;
        do
        {
            replay = await Administrator.GetAsync(path);
        }
        while (replay.GetProperty("status").GetString() == "running");
        Assert.Equal("done", replay.GetProperty("status").GetString());
        Assert.StartsWith("预警,规则,变化,", await CsvAsync(path), StringComparison.Ordinal);
        Assert.Equal("export", Audited().Last().GetProperty("action").GetString());
    }

    [Fact]
    public void Differences_that_were_not_all_kept_are_no_file()
    {
        var refusal = Assert.Throws<Problems.Refusal>(() => Exports.PolicyTables.Differences("replay", [new("A-1", "R", null, Samples.Alert("A-1", 1))], 2, Texts.Words.Chinese));
        Assert.Equal("out-of-range", refusal.Kind.Code);
        Assert.Single(Exports.PolicyTables.Differences("replay", [new("A-1", "R", null, Samples.Alert("A-1", 1))], 1, Texts.Words.Chinese).Rows);
    }

    private async Task<string> CsvAsync(string path, string query = "")
    {
        using var answer = await Administrator.Client.GetAsync(new Uri($"{path}?format=csv{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync()).TrimStart('\uFEFF');
    }

    private IEnumerable<JsonElement> Audited() => Silo.Engine.Records.Where(r => r.Kind == DecisionKind.Audit).Select(r => JsonElement.Parse(r.Json.Span));
}
