using System.Text;
using System.Text.Json;
using LtcActors.Domain.Actors;
using LtcActors.Domain.Rules;
using LtcActors.Engine.Alerts;
using LtcActors.Engine.PolicyVersions;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Running;

namespace LtcActors.Engine.Tests.Running;

/// <summary>
/// What stands in journals and checkpoints out there, byte for byte. A sample here is never changed: a new shape is a new version,
/// with a sample of its own beside it.
/// </summary>
public sealed class GoldenTests
{
    private const string Decision =
        """{"id":"ELG-01-00112233445566778899","seq":0,"rule":"ELG-01","ruleVersion":1,"severity":"P1","title":{"zh":"死亡后仍有护理服务","en":"Care after death"},"status":"open","occurredAt":"2026-06-04T09:00:00+08:00","raisedAt":"2026-06-30T00:00:00+00:00","changedAt":"2026-06-30T00:00:01+00:00","endedAt":"2026-06-05T00:00:00+08:00","decidedLate":true,"personId":"p1","caregiverId":"c1","institutionId":"i1","deviceId":"d1","districtCode":"120101","visitIds":["v1"],"citations":[{"source":"tianjin-2023-family","article":"4","status":"in-force"}],"evidence":[{"seq":3,"source":"/civil","id":"e1","note":"died","occurredAt":"2026-06-03T05:00:00+08:00"}],"figures":{"death":{"value":"2026-06-03"},"lastServiceAfterDeath":{"value":28.5,"unit":"h","limit":0,"basis":"proposed"}},"action":"raised","by":"system","note":"n","assignee":"li","outcome":"confirmed"}""";

    private const string Binding = "02010202046331eea65a0a8080c29597dcdfde1107000000000000000000000100";

    internal static readonly AlertRecord Alert = new(
        "ELG-01-00112233445566778899", 0, "ELG-01", 1, "P1", new("死亡后仍有护理服务", "Care after death"), AlertStatus.Open, June("04T09:00:00+08:00"),
        June("30T00:00:00+00:00"), June("30T00:00:01+00:00"), June("05T00:00:00+08:00"), true, "p1", "c1", "i1", "d1", "120101", ["v1"],
        [new("tianjin-2023-family", "4", "in-force", "The text is not stored.")],
        [new(3, "/civil", "e1", "died", June("03T05:00:00+08:00"))],
        new Dictionary<string, AlertFigure>
        {
            ["death"] = new(null, "2026-06-03", null, null, null), ["lastServiceAfterDeath"] = new(28.5, null, "h", 0, "proposed"),
        },
        "raised", "system", "n", "li", "confirmed");

    private const string Silenced =
        """{"id":"silence-1","seq":0,"rule":"GEO-01","subjectKind":"caregiver","subjectId":"c1","severity":"P3","alertId":"GEO-01-00","reason":"no signal","by":"li","at":"2026-06-30T00:00:00+00:00","until":"2026-07-31","status":"expired","endedAt":"2026-08-01T00:00:00+08:00","endedBy":"system","note":"n"}""";

    /// <summary>Of one that was reopened and is looked into: what the desk adds comes last.</summary>
    [Fact]
    public void What_is_looked_into_is_journaled_with_its_instants_and_without_its_clock()
    {
        var looked = Alert with
        {
            Status = AlertStatus.Acknowledged, OpenedAt = June("30T00:00:02+00:00"), InvestigatingSince = June("30T00:00:03+00:00"),
            Taken = new(June("30T00:00:04+00:00"), "P3"), EscalatesAt = June("30T00:15:00+00:00"),
            DueAt = June("30T00:15:00+00:00"), DueSoonAt = June("30T00:10:00+00:00"), DueUnknownYear = 2027,
        };
        var json = Encoding.UTF8.GetString(AlertJson.Journaled(looked));
        Assert.Equal(
            Decision.Replace("\"status\":\"open\"", "\"status\":\"acknowledged\"", StringComparison.Ordinal)[..^1]
                + ""","openedAt":"2026-06-30T00:00:02+00:00","investigatingSince":"2026-06-30T00:00:03+00:00","taken":{"at":"2026-06-30T00:00:04+00:00","severity":"P3"}}""", json);
        var read = JsonSerializer.Deserialize(json, AlertJson.Readable.AlertRecord)!;
        Assert.Equal((looked.OpenedAt, looked.InvestigatingSince, looked.Taken), (read.OpenedAt, read.InvestigatingSince, read.Taken));
        Assert.Equal((null, null, null), (read.DueAt, read.DueUnknownYear, read.EscalatesAt));
    }

    [Fact]
    public void A_silence_is_journaled_as_it_always_was()
    {
        var silence = new Silence(
            "silence-1", 0, "GEO-01", SilenceSubject.Caregiver, "c1", "P3", "GEO-01-00", "no signal", "li", June("30T00:00:00+00:00"),
            new(2026, 7, 31), SilenceStatus.Expired, new(2026, 8, 1, 0, 0, 0, TimeSpan.FromHours(8)), "system", "n");
        Assert.Equal(Silenced, Encoding.UTF8.GetString(silence.Json()));
        Assert.Equal(silence with { Seq = 7 }, Silence.Read(Encoding.UTF8.GetBytes(Silenced), 7));
    }

    [Theory]
    [InlineData("""{"id":"policy-1","step":"drafted","by":"li","at":"2026-06-30T00:00:00+00:00","title":"宽","values":[{"region":"tianjin","key":"geo.fence","value":200,"unit":"m","proposed":"why"},{"region":"jiaxing","key":"stf.homeMax","value":8,"unit":"persons","citation":{"source":"jiaxing-2019-supervision","article":"13"}}]}""")]
    [InlineData("""{"id":"policy-1","step":"revised","by":"li","at":"2026-06-30T00:00:00+00:00","title":"t","values":[]}""")]
    [InlineData("""{"id":"policy-1","step":"approved","by":"wang","at":"2026-06-30T00:00:00+00:00","note":"n"}""")]
    [InlineData("""{"id":"policy-1","step":"rejected","by":"wang","at":"2026-06-30T00:00:00+00:00","note":"n"}""")]
    [InlineData("""{"id":"policy-1","step":"published","by":"li","at":"2026-06-30T00:00:00+00:00","from":"2026-07-01"}""")]
    [InlineData("""{"id":"policy-1","step":"withdrawn","by":"li","at":"2026-06-30T00:00:00+00:00","note":"n"}""")]
    [InlineData("""{"id":"policy-1","step":"shadowed","by":"li","at":"2026-06-30T00:00:00+00:00","from":"2026-06-01"}""")]
    [InlineData("""{"id":"policy-1","step":"unshadowed","by":"li","at":"2026-06-30T00:00:00+00:00"}""")]
    public void A_step_of_a_policy_version_is_journaled_as_it_always_was(string step) =>
        Assert.Equal(step, Encoding.UTF8.GetString(PolicyStepJson.Write(PolicyStepJson.Read(Encoding.UTF8.GetBytes(step)))));

    [Fact]
    public void A_step_that_is_not_known_is_not_passed_over() => Assert.Throws<InvalidDataException>(
        () => PolicyStepJson.Read("""{"id":"policy-1","step":"blessed","by":"li","at":"2026-06-30T00:00:00+00:00"}"""u8));

    [Fact]
    public void An_alert_is_journaled_as_it_always_was() => Assert.Equal(Decision, Encoding.UTF8.GetString(AlertJson.Journaled(Alert)));

    [Fact]
    public void An_alert_journaled_long_ago_is_read()
    {
        var to = new StateWriter();
        to.Long(9);
        to.Bytes(Encoding.UTF8.GetBytes(Decision));
        to.List([4L, 9L], static (w, seq) => w.Long(seq));
        var (record, changes) = AlertRow.Read(to.Written.ToArray());
        Assert.Equal(9, record.Seq);
        Assert.Equal([4, 9], changes);
        Assert.Equal(Decision, Encoding.UTF8.GetString(AlertJson.Journaled(record with { Seq = 0 })));
    }

    [Fact]
    public void States_of_alerts_have_their_names() => Assert.Equal(
        ["open", "acknowledged", "resolved", "dismissed", "withdrawn", "silenced"],
        Enum.GetValues<AlertStatus>().Select(s => Encoding.UTF8.GetString(AlertJson.Journaled(Alert with { Status = s })).Split("\"status\":\"")[1].Split('"')[0]));

    [Theory]
    [InlineData(ActorKind.Person, 1, 6)]
    [InlineData(ActorKind.Binding, 2, 2)]
    [InlineData(ActorKind.Caregiver, 3, 7)]
    [InlineData(ActorKind.Institution, 4, 6)]
    [InlineData(ActorKind.Device, 5, 4)]
    [InlineData(ActorKind.RealName, 6, 1)]
    [InlineData(ActorKind.Account, 7, 1)]
    [InlineData(ActorKind.Peers, 8, 2, "120101:home:2026-06")]
    [InlineData(ActorKind.Shelf, 9, 1, "signature:0a3")]
    public void An_actor_is_stored_under_its_number_and_says_its_version_first(ActorKind kind, byte number, byte version, string id = "x")
    {
        var state = new StateWriter();
        Actor.Create(new(kind, id)).Write(state);
        Assert.Equal((number, version), ((byte)kind, state.Written[0]));
    }

    [Fact]
    public void Numbers_in_the_journal_and_in_checkpoints_are_what_they_were()
    {
        Assert.Equal(6, ActorState.Version);
        Assert.Equal([1, 2, 3, 4, 5, 6], Enum.GetValues<DecisionKind>().Select(k => (int)k));
        Assert.Equal(
            (1, 2, 3, 4), ((int)DecisionKind.Alert, (int)DecisionKind.Triage, (int)DecisionKind.Silence, (int)DecisionKind.Policy));
        Assert.Equal((5, 6), ((int)DecisionKind.Desk, (int)DecisionKind.Audit));
        Assert.Equal([1, 2, 3, 4], Enum.GetValues<Severity>().Select(s => (int)s));
        Assert.Equal(9, Enum.GetValues<ActorKind>().Length);
    }

    [Fact]
    public void A_state_is_written_as_it_always_was()
    {
        var state = new StateWriter();
        var binding = Actor.Create(ActorId.Binding("p1"));
        binding.Apply(new(5, June("02T00:00:00+00:00"), June("01T08:00:00+08:00"), 7, new Domain.Fact.BindingApproved("p1", "c1", new(2026, 6, 1))));
        ActorState.Write(binding, state);
        var written = Convert.ToHexStringLower(state.Written);
        Assert.True(written == Binding, written);
    }

    private static DateTimeOffset June(string dayAndTime) =>
        DateTimeOffset.Parse($"2026-06-{dayAndTime}", System.Globalization.CultureInfo.InvariantCulture);
}
