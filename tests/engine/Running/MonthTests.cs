using System.Globalization;

namespace LtcActors.Engine.Tests.Running;

/// <summary>Months are looked at when they are over, and again when something of them is learnt late, or turns out never to have been.</summary>
public sealed class MonthTests
{
    private const string July = "2026-07-06T00:00:00+08:00";

    private static string Event(string type, string id, string subject, string time, string data) =>
        $$"""{"specversion":"1.0","type":"ltc.{{type}}","source":"/t","id":"{{id}}","time":"{{time}}","subject":"{{subject}}","data":{{data}}}""";

    private static string[] Registers() =>
    [
        Event("caregiver.registered", "c", "c1", "2026-01-01T08:00:00+08:00", """{"name":"王芳","kind":"professional","institutionId":"i1","duty":"home","contractFrom":"2026-01-01"}"""),
        Event("person.registered", "p", "p1", "2026-01-01T08:00:00+08:00", """{"name":"某人","birthDate":"1940-01-01","districtCode":"120101","home":{"lat":39.1,"lon":117.2}}"""),
        Event("person.arranged", "a", "p1", "2026-01-01T08:00:00+08:00", """{"mode":"home","institutionId":"i1","from":"2026-01-01","package":"full"}"""),
    ];

    /// <summary>Planned and made to the second on the first so many mornings of a month.</summary>
    private static string[] Mornings(string month, int days)
    {
        var events = new List<string>();
        for (var day = 1; day <= days; day++)
        {
            var date = string.Create(CultureInfo.InvariantCulture, $"{month}-{day:D2}");
            var (start, end) = ($"{date}T09:00:00+08:00", $"{date}T10:00:00+08:00");
            events.Add(Event("plan.filed", $"w{date}", "p1", $"{month}-01T00:00:00+08:00",
                $$"""{"planId":"w{{date}}","institutionId":"i1","from":"{{date}}","to":"{{date}}","items":[{"itemId":"t{{date}}","start":"{{start}}","end":"{{end}}"}]}"""));
            events.Add(Check("in", date, start));
            events.Add(Check("out", date, end));
        }

        return [.. events];
    }

    private static string Check(string end, string date, string time) => Event($"visit.checked-{end}", $"{end}{date}", "p1", time,
        $$$"""{"visitId":"v{{{date}}}","caregiverId":"c1","itemId":"t{{{date}}}","position":{"lat":39.1,"lon":117.2,"accuracy":10}}""");

    /// <summary>
    /// VIS-03 of an item of 10 June at nine, due on the 13th at half past nine. The plan is told on the evening before, so that silence
    /// alone would say nothing for a day; a visit that a telephone dates ahead has passed the item.
    /// </summary>
    [Fact]
    public void What_waits_for_its_time_is_woken_at_that_instant_when_a_visit_dated_ahead_has_passed_it()
    {
        var engine = TestEngine.Start(clock: new ManualClock(DateTimeOffset.Parse("2026-06-12T20:00:00+08:00", CultureInfo.InvariantCulture)));
        engine.Post([
            .. Registers(),
            Event("plan.filed", "w", "p1", "2026-06-12T20:00:00+08:00",
                """{"planId":"w1","institutionId":"i1","from":"2026-06-10","to":"2026-06-10","items":[{"itemId":"t1","start":"2026-06-10T09:00:00+08:00","end":"2026-06-10T10:00:00+08:00"}]}"""),
            Event("visit.checked-in", "ahead", "p1", "2026-06-13T09:30:00+08:00", """{"visitId":"v9","caregiverId":"c1","institutionId":"i1"}"""),
        ]);
        engine.Pass(TimeSpan.FromHours(13.5) - TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(engine.AllAlerts(), a => a.Rule == "VIS-03");
        engine.Pass(TimeSpan.FromSeconds(1));
        Assert.Single(engine.AllAlerts(), a => a.Rule == "VIS-03");
    }

    private static bool IsFound(TestEngine engine) => engine.Outcome().Contains("VIS-14", StringComparison.Ordinal);

    [Fact]
    public void A_month_under_way_is_looked_at_five_days_after_its_end_though_nothing_comes()
    {
        var engine = TestEngine.Start();
        engine.Post([.. Registers(), .. Mornings("2026-06", 12)]);
        Assert.False(IsFound(engine.Settle()));
        engine.Pass(DateTimeOffset.Parse(July, CultureInfo.InvariantCulture) - engine.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.False(IsFound(engine));
        engine.Pass(TimeSpan.FromSeconds(1));
        Assert.True(IsFound(engine));
    }

    [Fact]
    public void A_withdrawn_visit_of_ten_takes_the_finding_back()
    {
        var engine = TestEngine.Start();
        engine.Post([.. Registers(), .. Mornings("2026-05", 10)]);
        Assert.True(IsFound(engine.Settle()));
        engine.Post(
            Event("event.withdrawn", "x1", "p1", "2026-06-20T00:00:00+08:00", """{"source":"/t","id":"in2026-05-04","reason":"an error"}"""),
            Event("event.withdrawn", "x2", "p1", "2026-06-20T00:00:00+08:00", """{"source":"/t","id":"out2026-05-04","reason":"an error"}"""));
        Assert.False(IsFound(engine.Settle()));
    }

    [Fact]
    public void A_start_in_the_middle_of_it_ends_in_the_same()
    {
        var engine = TestEngine.Start();
        engine.Post([.. Registers(), .. Mornings("2026-05", 9)]);
        engine.Settle().Checkpoint();
        engine.Post(Mornings("2026-05", 10)[^3..]);

        // Dropped as by a crash, before the second in which the month is looked at again is over.
        var again = TestEngine.Start(engine.Journal, engine.Store, clock: engine.Clock);
        Assert.True(IsFound(again.Settle()));
        Assert.Equal(again.Outcome(), TestEngine.Start(engine.Journal, clock: engine.Clock).Settle().Outcome());
    }
}
