using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace LtcActors.Silo.Tests.EndToEnd;

/// <summary>How something can stand on the screen instead of what was asked for.</summary>
internal enum Answers
{
    Come,
    Fail,
    Hang,
}

/// <summary>One thing to look at.</summary>
/// <param name="Name">Of the picture.</param>
/// <param name="Of">The view of a route, <c>policies/</c> and its page, or the file of a dialog: what must have a row.</param>
/// <param name="Path">Address, of a city.</param>
/// <param name="Ready">A test id that is visible once it is there.</param>
internal sealed record Screen(string Name, string Of, Func<SimulatedCity, string> Path, string Ready)
{
    /// <summary>What is clicked to come there.</summary>
    public Func<BoardPage, Task> Then { get; init; } = _ => Task.CompletedTask;

    /// <summary>What is clicked to leave everything as it was.</summary>
    public Func<BoardPage, Task> After { get; init; } = _ => Task.CompletedTask;

    /// <summary>One walk at a time: it changes what the others see.</summary>
    public bool Alone { get; init; }

    public Answers Answers { get; init; }

    /// <summary>Of the requests that fail or hang.</summary>
    public string Requests { get; init; } = "";

    public override string ToString() => Name;
}

/// <summary>Every screen of the board. A page or a dialog without a row fails <see cref="AccessibilityTests"/>.</summary>
internal static class Screens
{
    public static IReadOnlyList<Screen> All { get; } =
    [
        At("board", "board", "/", "alert-row"),
        At("board-groups", "board", "/?group=typology&sort=due", "alert-group") with { Then = board => board.By("pick-all").CheckAsync() },
        At("board-none", "board", "/?q=none-of-these", "empty-state"),
        At("board-loading", "board", "/", "loading-state") with { Answers = Answers.Hang, Requests = "**/v1/alerts?*" },
        At("board-error", "board", "/", "error-state") with { Answers = Answers.Fail, Requests = "**/v1/alerts?*" },
        At("alert", "alert", c => $"/alerts/{Id(c, "GEO-01")}", "history"),
        At("alert-suspicion", "alert", c => $"/alerts/{c.Alerts.First(a => a.TryGetProperty("contributions", out _) || a.GetProperty("rule").GetString()!.StartsWith('T')).GetProperty("id").GetString()}", "contributions"),
        At("alert-closed", "alert", c => $"/alerts/{ClosedOf(c)}?status=all", "history"),
        At("alert-escalated", "alert", c => $"/alerts/{OpenP1Of(c)}?due=escalated&sort=due", "escalation") with
        {
            Then = async board =>
            {
                await board.Page.RouteAsync(new Regex("/v1/alerts([/?]|$)"), async route =>
                {
                    var answer = await route.FetchAsync();
                    var late = Regex.Replace(await answer.TextAsync(), "\"(dueAt|escalatesAt)\":\"[^\"]+\"", "\"$1\":\"2026-01-05T09:00:00+08:00\"");
                    await route.FulfillAsync(new() { Response = answer, Body = late });
                });
                await board.Page.ReloadAsync();
            },
            After = async board =>
            {
                await board.Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
                await board.Page.ReloadAsync();
            },
        },
        At("alert-case", "alert", c => $"/alerts/{Id(c, "GEO-01")}", "case-panel") with { Then = Click("case-open") },
        At("alert-none", "alert", "/alerts/none", "error-state"),
        At("alert-loading", "alert", c => $"/alerts/{Id(c, "ELG-01")}?q=none-of-these", "loading-state") with { Answers = Answers.Hang, Requests = "**/v1/alerts/ELG*" },
        // Taken and given back in every walk, so that the next finds it as it was.
        At("undone", "alert", c => $"/alerts/{Id(c, "VIS-01")}", "undo") with { Then = Click("triage-mine"), After = Click("undo"), Alone = true },
        At("keys", "KeysHelp", "/", "keys-help") with { Then = board => board.Page.Keyboard.PressAsync("?") },
        At("keys-page", "KeysHelp", c => PersonOf(c), "keys-help") with
        {
            Then = async board =>
            {
                await board.By("timeline-row").First.WaitForAsync();
                await board.Page.Keyboard.PressAsync("?");
            },
        },
        At("notices", "NoticeSettings", "/", "notices-dialog") with { Then = Click("notices-open") },
        At("views", "ViewsDialog", "/", "views-dialog") with { Then = board => board.By("views").SelectOptionAsync("edit") },
        At("resolve", "TriageDialog", c => $"/alerts/{Id(c, "GEO-01")}", "triage-dialog") with { Then = Click("triage-resolve") },
        At("assign", "TriageDialog", c => $"/alerts/{Id(c, "GEO-01")}", "triage-dialog") with { Then = Click("triage-assign") },
        At("silence", "SilenceDialog", c => $"/alerts/{Id(c, "GEO-01")}", "silence-dialog") with { Then = Click("triage-silence") },
        At("silence-day", "SilenceDialog", c => $"/alerts/{Id(c, "GEO-01")}", "calendar") with
        {
            Then = async board =>
            {
                await board.By("triage-silence").ClickAsync();
                await board.By("silence-until-open").ClickAsync();
            },
        },
        At("packet", "PacketDialog", c => $"/alerts/{Id(c, "GEO-01")}", "packet-dialog") with
        {
            Then = async board =>
            {
                await board.By("packet-open").ClickAsync();
                await board.By("packet-submit").ClickAsync();
            },
        },
        At("entry-drawer", "EntryDrawer", c => $"/alerts/{Id(c, "GEO-01")}", "entry-link") with { Then = board => board.By("evidence-entry").First.ClickAsync() },
        At("wall", "wall", "/wall", "wall-row"),
        At("rules", "rules", "/rules", "rules") with { Then = board => board.By("thresholds").First.Locator("summary").ClickAsync() },
        At("silences", "silences", "/silences", "silences"),
        At("map", "map", "/map?at=117.2,39.12,11&days=30", "map-item"),
        At("map-track", "map", TrackOf, "track-sum"),
        At("map-error", "map", "/map?at=117.2,39.12,12", "error-state") with { Answers = Answers.Fail, Requests = "**/v1/map?*" },
        At("compare", "compare", CompareOf, "compare-bar"),
        At("compare-none", "compare", "/compare", "empty-state"),
        At("person", "entity", c => PersonOf(c), "timeline-row"),
        At("person-then", "entity", c => PersonOf(c), "as-of-now") with
        {
            Then = async board =>
            {
                await board.By("as-of-slider").FocusAsync();
                await board.Page.Keyboard.PressAsync("Home");
            },
        },
        At("person-visits", "entity", c => PersonOf(c) + "?tab=visits", "visit-row"),
        At("person-alerts", "entity", c => PersonOf(c) + "?tab=alerts", "entity-alerts"),
        At("person-map", "entity", c => PersonOf(c) + "?tab=map", "map"),
        At("person-graph", "entity", c => PersonOf(c) + "?tab=graph", "graph-node"),
        At("person-case", "entity", c => PersonOf(c) + "?tab=case", "case-items"),
        At("person-none", "entity", "/persons/nobody", "empty-state"),
        At("person-error", "entity", c => PersonOf(c), "error-state") with { Answers = Answers.Fail, Requests = "**/v1/persons/**" },
        At("reveal", "RevealDialog", c => PersonOf(c), "reveal-dialog") with { Then = Click("reveal") },
        At("caregiver", "entity", c => $"/caregivers/{c.Alert("GEO-01", "caregiverId").GetProperty("caregiverId").GetString()}", "timeline-row"),
        At("institution", "entity", c => InstitutionOf(c), "timeline-row"),
        At("institution-visits", "entity", c => InstitutionOf(c) + "?tab=visits", "visit-row"),
        At("binding", "entity", c => $"/bindings/{c.SubjectOf("ltc.binding.approved")}", "timeline-row"),
        At("visit", "visit", VisitOf, "visit-elements"),
        At("visit-none", "visit", c => PersonOf(c) + "/visits/none", "empty-state"),
        At("graph", "graph", c => $"/graph/persons/{c.Alert("GEO-01", "personId", "visitIds").GetProperty("personId").GetString()}", "graph-node"),
        At("entry", "entry", "/entries/1000", "entry-page"),
        At("entry-none", "entry", "/entries/999999999", "error-state"),
        At("policies", "policies/versions", "/policies", "policies"),
        At("policy-new", "policies/new", "/policies/new", "policy-draft"),
        At("policy", "policies/version", "/policies/policy-1", "policy-version"),
        At("policy-revise", "policies/revise", "/policies/policy-1/revise", "policy-draft"),
        At("policy-step", "StepDialog", "/policies/policy-1", "policy-step") with { Then = Click("policy-withdraw") },
        At("replays", "policies/replays", "/replays", "replays"),
        At("replay", "policies/replay", "/replays/replay-1", "replay-counts"),
        At("shadow", "policies/shadow", "/shadow", "shadow-state"),
        At("shadow-judge", "JudgeDialog", "/shadow", "shadow-judge") with { Then = JudgeAsync },
        At("audit", "audit", "/audit", "audit"),
        At("access", "access", "/access", "sessions"),
        At("account-new", "AccountDialog", "/access", "account-dialog") with { Then = Click("account-new") },
        At("account-edit", "AccountDialog", "/access", "account-dialog") with { Then = board => board.By("account-edit").First.ClickAsync() },
        At("token-new", "TokenDialog", "/access", "token-dialog") with { Then = Click("token-new") },
        At("secret", "Secret", "/access", "secret") with { Then = board => board.By("accounts").Locator("tr[data-name=auditor] button").Nth(1).ClickAsync() },
        At("own", "own", "/me", "own-role"),
        At("unknown", "unknown", "/no/such/page", "alert-row"),
        At("first-password", "FirstPassword", "/", "first-password") with
        {
            Then = async board =>
            {
                await board.SessionSaysAsync(session => session["mustChange"] = true);
                await board.Page.ReloadAsync();
            },
            After = async board =>
            {
                await board.Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
                await board.Page.ReloadAsync();
            },
        },
        At("stay", "StayDialog", "/silences", "stay-dialog") with
        {
            Then = async board =>
            {
                await board.SessionEndsInAsync(() => 90);
                await board.Page.ReloadAsync();
            },
            After = async board =>
            {
                await board.Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
                await board.Page.ReloadAsync();
            },
        },
    ];

    private static string Id(SimulatedCity city, string rule) => SimulatedCity.Id(city.Alert(rule));

    private static string PersonOf(SimulatedCity city) => $"/persons/{city.Alert("GEO-01", "personId", "caregiverId", "visitIds").GetProperty("personId").GetString()}";

    private static string InstitutionOf(SimulatedCity city) => $"/institutions/{city.Alert("GEO-01", "personId", "institutionId").GetProperty("institutionId").GetString()}";

    private static string VisitOf(SimulatedCity city)
    {
        var alert = city.Alert("GEO-01", "personId", "caregiverId", "visitIds");
        return $"{PersonOf(city)}/visits/{alert.GetProperty("visitIds")[0].GetString()}?at={Uri.EscapeDataString(alert.GetProperty("occurredAt").GetString()!)}";
    }

    private static string CompareOf(SimulatedCity city)
    {
        var alert = city.Alert("GEO-01", "personId", "caregiverId", "visitIds");
        var (one, day) = (alert.GetProperty("caregiverId").GetString(), alert.GetProperty("occurredAt").GetString()![..10]);
        // Somebody else who was at work that day, in the same city: on a map of both, two cities are two dots.
        var other = city.City.Events.Where(e => e.Type == "ltc.visit.checked-in" && e.Time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == day)
            .Select(e => JsonElement.Parse(e.Data.Span)).Where(d => d.TryGetProperty("position", out var at) && at.GetProperty("lat").GetDouble() > 38)
            .Select(d => d.GetProperty("caregiverId").GetString()).First(c => c != one);
        return $"/compare?a={one}&b={other}&day={day}";
    }

    private static string TrackOf(SimulatedCity city)
    {
        var alert = city.Alert("GEO-01", "personId", "caregiverId", "visitIds");
        return $"/map?track=caregivers/{alert.GetProperty("caregiverId").GetString()}&day={alert.GetProperty("occurredAt").GetString()![..10]}";
    }

    private static string OpenP1Of(SimulatedCity city) =>
        city.Alerts.Select(a => (Id: SimulatedCity.Id(a), Alert: a)).First(a => a.Alert.GetProperty("severity").GetString() == "P1"
            && a.Alert.GetProperty("status").GetString() == "open" && !city.Worked.Contains(a.Id)).Id;

    /// <summary>The fourth that was open is resolved by <see cref="SimulatedCity.WorkAsync"/>.</summary>
    private static string ClosedOf(SimulatedCity city) => city.Worked.ElementAt(3);

    /// <summary>The shadow reads the journal from its beginning; until it has, there is nothing to judge.</summary>
    private static async Task JudgeAsync(BoardPage board)
    {
        for (var tries = 0; tries < 50 && await board.By("shadow-state").GetAttributeAsync("data-status") == "catching-up"; tries++)
        {
            await board.By("shadow-state").Locator("button").ClickAsync();
        }

        await board.By("judge").First.ClickAsync();
    }

    private static Func<BoardPage, Task> Click(string testId) => board => board.By(testId).First.ClickAsync();

    private static Screen At(string name, string of, string path, string ready) => new(name, of, _ => path, ready);

    private static Screen At(string name, string of, Func<SimulatedCity, string> path, string ready) => new(name, of, path, ready);
}
