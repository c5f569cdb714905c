using System.Text.Json;

namespace LtcActors.Simulator;

internal sealed record SeenFix(DateTimeOffset Time, Position At, double Accuracy, bool IsTracked, bool IsMock);

internal sealed class SeenVisit
{
    public required string Id { get; init; }
    public required string PersonId { get; init; }
    public required string CaregiverId { get; init; }
    public string? InstitutionId { get; init; }
    public string? ItemId { get; init; }
    public DateTimeOffset? In { get; set; }
    public DateTimeOffset? Out { get; set; }
    public SeenFix? FixIn { get; set; }
    public bool IsMock { get; set; }
    public bool IsOff { get; set; }
    public int BadFaces { get; set; }
    public bool HasFace { get; set; }
    public bool IsByHand { get; set; }

    public DateTimeOffset Begin => In ?? Out!.Value;
    public DateTimeOffset End => Out is { } o && o > Begin ? o : Begin;
}

internal sealed record SeenStay(DateTimeOffset From, string? StayId, bool IsInpatient)
{
    public DateTimeOffset To { get; set; } = DateTimeOffset.MaxValue;
}

/// <summary>What the events say, sorted by whom they speak of.</summary>
internal sealed class Facts
{
    public Dictionary<string, SeenVisit> Visits { get; } = [];
    public Dictionary<string, Position> Homes { get; } = [];
    public Dictionary<string, double> Fences { get; } = [];
    public Dictionary<string, List<(Position At, DateOnly From, DateOnly To)>> Moves { get; } = [];
    public Dictionary<string, (DateTimeOffset Start, DateTimeOffset End, bool Community)> Items { get; } = [];
    public Dictionary<string, List<SeenFix>> Fixes { get; } = [];
    public Dictionary<string, List<(DateTimeOffset Time, string CaregiverId)>> Sightings { get; } = [];
    /// <summary>By person: items that stand in the end, and the days for which plans speak.</summary>
    public Dictionary<string, List<string>> ItemsOf { get; } = [];
    public Dictionary<string, List<(DateOnly From, DateOnly To)>> Plans { get; } = [];
    public Dictionary<string, string> Districts { get; } = [];
    public HashSet<string> Designated { get; } = [];
    public HashSet<string> SharedDevices { get; } = [];
    public Dictionary<string, DateTimeOffset> Deaths { get; } = [];
    public Dictionary<string, List<SeenStay>> Stays { get; } = [];
    public Dictionary<string, List<(int Level, DateOnly From, DateOnly To)>> Assessments { get; } = [];
    public Dictionary<string, DateOnly> FailedReviews { get; } = [];
    public Dictionary<string, List<(DateOnly From, bool AtHome, string InstitutionId, string? CaregiverId)>> Arrangements { get; } = [];
    public Dictionary<string, (string Kind, string? InstitutionId, string? Duty, DateOnly First, string IdNumber)> Staff { get; } = [];
    public Dictionary<string, List<(DateOnly From, DateOnly To)>> Absences { get; } = [];
    public Dictionary<string, List<(DateOnly From, DateOnly To)>> Away { get; } = [];
    public Dictionary<string, DateOnly> Left { get; } = [];
    /// <summary>Days that institutions say a caregiver worked in a month.</summary>
    public Dictionary<(string CaregiverId, DateOnly Month), int> Declared { get; } = [];

    public void Add(CityEvent e, JsonElement d)
    {
        switch (e.Type)
        {
            case "ltc.visit.checked-in" or "ltc.visit.checked-out":
                Ends(e, d);
                break;
            case "ltc.visit.tracked" or "ltc.caregiver.tracked":
                Tracked(e, d);
                break;
            case "ltc.person.registered":
                Homes[e.Subject] = At(d.GetProperty("home"));
                Districts[e.Subject] = Text(d, "districtCode")!;
                Fences[e.Subject] = d.TryGetProperty("fenceRadius", out var radius) ? radius.GetDouble() : 150;
                break;
            case "ltc.person.moved":
                List(Moves, e.Subject).Add((At(d.GetProperty("home")), Day(d, "from"), Day(d, "until")));
                break;
            case "ltc.plan.filed":
                List(Plans, e.Subject).Add((Day(d, "from"), Day(d, "to")));
                foreach (var i in d.GetProperty("items").EnumerateArray())
                {
                    List(ItemsOf, e.Subject).Add(Text(i, "itemId")!);
                    Items[Text(i, "itemId")!] = (i.GetProperty("start").GetDateTimeOffset(), i.GetProperty("end").GetDateTimeOffset(),
                        Text(i, "place") == "community");
                }

                break;
            case "ltc.plan.changed":
                foreach (var i in d.TryGetProperty("cancelled", out var gone) ? gone.EnumerateArray() : default)
                {
                    List(ItemsOf, e.Subject).Remove(i.GetString()!);
                }

                break;
            case "ltc.device.registered" when d.TryGetProperty("shared", out _):
                SharedDevices.Add(e.Subject);
                break;
            case "ltc.institution.designated":
                Designated.Add(e.Subject);
                break;
            case "ltc.person.died":
                Deaths[e.Subject] = Text(d, "diedAt")!.Length == 10
                    ? Time.At(Day(d, "diedAt").AddDays(1))
                    : d.GetProperty("diedAt").GetDateTimeOffset();
                break;
            case "ltc.person.hospitalised":
                var admitted = d.GetProperty("admittedAt").GetDateTimeOffset();
                List(Stays, e.Subject).Add(new SeenStay(admitted, Text(d, "stayId"), Text(d, "kind") is null or "inpatient"));
                break;
            case "ltc.person.discharged":
                // Nobody here has two stays without a number, so the first that fits is the one.
                List(Stays, e.Subject).Find(s => s.StayId == Text(d, "stayId"))?.To = d.GetProperty("dischargedAt").GetDateTimeOffset();
                break;
            case "ltc.person.assessed":
                var concluded = Day(d, "concludedOn");
                var until = Day(d, "validUntil");
                List(Assessments, e.Subject)
                    .Add((d.GetProperty("level").GetInt32(), concluded, until < concluded.AddYears(2) ? until : concluded.AddYears(2)));
                break;
            case "ltc.person.reviewed" when !d.GetProperty("eligible").GetBoolean():
                FailedReviews[e.Subject] = Day(d, "concludedOn");
                break;
            case "ltc.person.arranged":
                List(Arrangements, e.Subject)
                    .Add((Day(d, "from"), Text(d, "mode") == "home", Text(d, "institutionId")!, Text(d, "caregiverId")));
                break;
            case "ltc.caregiver.registered":
                var first = Text(d, "contractFrom") is null ? Time.Day(e.Time) : Day(d, "contractFrom");
                first = Staff.TryGetValue(e.Subject, out var before) && before.First < first ? before.First : first;
                Staff[e.Subject] = (Text(d, "kind")!, Text(d, "institutionId"), Text(d, "duty"), first, Text(d, "idNumber")!);
                break;
            case "ltc.caregiver.absent":
                List(Absences, e.Subject).Add((Day(d, "from"), Day(d, "to")));
                break;
            case "ltc.person.away":
                List(Away, e.Subject).Add((Day(d, "from"), Day(d, "to")));
                break;
            case "ltc.caregiver.declared":
                Declared.TryAdd((e.Subject, Day(d, "month", "-01")), d.GetProperty("days").GetInt32());
                break;
            case "ltc.caregiver.left":
                Left[e.Subject] = Day(d, "on");
                break;
            default:
                break;
        }
    }

    private void Ends(CityEvent e, JsonElement d)
    {
        var id = Text(d, "visitId")!;
        if (!Visits.TryGetValue(id, out var visit))
        {
            Visits[id] = visit = new SeenVisit
            {
                Id = id,
                PersonId = e.Subject,
                CaregiverId = Text(d, "caregiverId")!,
                InstitutionId = Text(d, "institutionId"),
                ItemId = Text(d, "itemId"),
            };
        }

        var isIn = e.Type.EndsWith("in", StringComparison.Ordinal);
        SeenFix? fix = null;
        if (d.TryGetProperty("position", out var position))
        {
            fix = new SeenFix(e.Time, At(position), position.GetProperty("accuracy").GetDouble(), false,
                position.TryGetProperty("mock", out _));
            List(Fixes, visit.CaregiverId).Add(fix);
        }

        if (isIn && (visit.In is null || e.Time < visit.In))
        {
            (visit.In, visit.FixIn) = (e.Time, fix);
        }
        else if (!isIn && (visit.Out is null || e.Time > visit.Out))
        {
            visit.Out = e.Time;
        }

        visit.HasFace |= d.TryGetProperty("face", out _);
        visit.IsByHand |= Text(d, "channel") == "manual";
        visit.IsMock |= fix?.IsMock == true || IsInOtherHands(d);
        visit.IsOff |= Text(d, "channel") == "mobile" && fix is null;
        visit.BadFaces += d.TryGetProperty("face", out var face) && face.GetProperty("score").GetDouble() < 0.8 ? 1 : 0;
        Sight(e, d, visit.CaregiverId);
    }

    private void Tracked(CityEvent e, JsonElement d)
    {
        var caregiver = Text(d, "caregiverId") ?? e.Subject;
        foreach (var p in d.GetProperty("points").EnumerateArray())
        {
            var mock = p.TryGetProperty("mock", out _);
            List(Fixes, caregiver)
                .Add(new SeenFix(p.GetProperty("time").GetDateTimeOffset(), At(p), p.GetProperty("accuracy").GetDouble(), true, mock));
            if ((mock || IsInOtherHands(d)) && Text(d, "visitId") is { } id && Visits.TryGetValue(id, out var visit))
            {
                visit.IsMock = true;
            }
        }

        Sight(e, d, caregiver);
    }

    private static bool IsInOtherHands(JsonElement d) => d.TryGetProperty("rooted", out _) || d.TryGetProperty("debugged", out _);

    private void Sight(CityEvent e, JsonElement d, string caregiver)
    {
        if (Text(d, "deviceId") is { } device)
        {
            List(Sightings, device).Add((e.Time, caregiver));
        }
    }

    private static List<T> List<T>(Dictionary<string, List<T>> of, string key)
    {
        if (!of.TryGetValue(key, out var list))
        {
            of[key] = list = [];
        }

        return list;
    }

    private static Position At(JsonElement p) => new(p.GetProperty("lat").GetDouble(), p.GetProperty("lon").GetDouble());

    private static string? Text(JsonElement d, string name) => d.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateOnly Day(JsonElement d, string name, string day = "") =>
        DateOnly.ParseExact(Text(d, name)! + day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
