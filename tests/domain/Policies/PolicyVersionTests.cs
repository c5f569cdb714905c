using LtcActors.Domain.Policies;
using LtcActors.Domain.Rules;

namespace LtcActors.Domain.Tests.Policies;

public sealed class PolicyVersionTests
{
    private const string Draft =
        """
        {"title": "A wider fence", "values": [
          {"region": "tianjin", "key": "geo.fence", "unit": "m", "value": 200, "proposed": "Tall buildings."},
          {"region": "jiaxing", "key": "stf.homeMax", "unit": "persons", "value": 8, "citation": {"source": "jiaxing-2019-supervision", "article": "13"}}]}
        """;

    private static readonly DateOnly Today = new(2026, 6, 30);

    [Fact]
    public void A_version_is_drafted_by_one_approved_by_another_and_published_for_a_day_to_come()
    {
        var version = Steps(new PolicyCommand.Draft("t", [], "li"), new PolicyCommand.Approve("policy-1", "agreed", "wang"), new PolicyCommand.Publish("policy-1", Today.AddDays(1), "li"));
        Assert.Equal((PolicyStatus.Live, "wang", Today.AddDays(1)), (version.Status, version.Reviewer, version.From));
        Assert.Equal(["li"], version.Authors);
    }

    [Fact]
    public void Nobody_reviews_what_he_wrote_or_revised()
    {
        var draft = Steps(new PolicyCommand.Draft("t", [], "li"), new PolicyCommand.Revise("policy-1", "u", [], "wang"));
        Assert.Equal(["li", "wang"], draft.Authors);
        foreach (var author in draft.Authors)
        {
            Assert.Equal(PolicyRefusal.OwnDraft, Refusal(new PolicyCommand.Approve("policy-1", null, author), draft));
            Assert.Equal(PolicyRefusal.OwnDraft, Refusal(new PolicyCommand.Reject("policy-1", "no", author), draft));
        }

        Assert.Null(Refusal(new PolicyCommand.Approve("policy-1", null, "zhao"), draft));
    }

    [Fact]
    public void A_first_day_that_has_begun_is_refused_and_a_version_that_has_counted_stays()
    {
        var approved = Steps(new PolicyCommand.Draft("t", [], "li"), new PolicyCommand.Approve("policy-1", null, "wang"));
        Assert.Equal(PolicyRefusal.NotAhead, Refusal(new PolicyCommand.Publish("policy-1", Today, "li"), approved));
        Assert.Null(Refusal(new PolicyCommand.Publish("policy-1", Today.AddDays(1), "li"), approved));
        var live = PolicyVersion.Evolve(approved, new("policy-1", new PolicyFact.Published(Today.AddDays(1)), "li", default));
        Assert.Null(Refusal(new PolicyCommand.Withdraw("policy-1", "an error", "li"), live));
        Assert.Equal(PolicyRefusal.NotAhead, PolicyVersionDecider.Decide(new PolicyCommand.Withdraw("policy-1", "late", "li"), live, Today.AddDays(1)).Refusal);
    }

    [Fact]
    public void What_does_not_fit_the_state_is_refused()
    {
        var draft = Steps(new PolicyCommand.Draft("t", [], "li"));
        var rejected = PolicyVersion.Evolve(draft, new("policy-1", new PolicyFact.Rejected("no"), "wang", default));
        var live = PolicyVersion.Evolve(draft, new("policy-1", new PolicyFact.Published(Today.AddDays(9)), "li", default));
        Assert.Equal(PolicyRefusal.WrongState, Refusal(new PolicyCommand.Publish("policy-1", Today.AddDays(1), "li"), draft));
        Assert.Equal(PolicyRefusal.WrongState, Refusal(new PolicyCommand.Approve("policy-1", null, "wang"), rejected));
        Assert.Equal(PolicyRefusal.WrongState, Refusal(new PolicyCommand.Revise("policy-1", "t", [], "li"), live));
        Assert.Equal(PolicyRefusal.WrongState, Refusal(new PolicyCommand.Draft("t", [], "li"), draft));
        Assert.Equal(PolicyRefusal.WrongState, Refusal(new PolicyCommand.Approve("policy-9", null, "wang"), null));
        Assert.Null(Refusal(new PolicyCommand.Revise("policy-1", "t", [], "li"), rejected));
        Assert.Null(Refusal(new PolicyCommand.Withdraw("policy-1", "given up", "li"), rejected));
    }

    [Fact]
    public void A_live_version_counts_from_its_day_on_in_its_region_and_not_before()
    {
        var book = ShippedPolicies.Book.With([Live("policy-1", new(2026, 7, 1))]);
        Assert.Equal(150, book.For("120101", new(2026, 6, 30)).Fence.Value);
        Assert.Equal((200, "proposed"), (book.For("120101", new(2026, 7, 1)).Fence.Value, book.For("120101", new(2026, 7, 1)).Fence.Basis));
        Assert.Equal("jiaxing-2019-supervision:13", book.For("330402", new(2026, 7, 1)).HomeMax.Basis);
        Assert.Equal(10, book.For("120101", new(2026, 7, 1)).HomeMax.Value);
        Assert.Equal(ShippedPolicies.Book.Version + "+policy-1", book.Version);
        Assert.Same(ShippedPolicies.Book, ShippedPolicies.Book.With([Live("policy-1", new(2026, 7, 1)) with { Status = PolicyStatus.Approved }]));
        Assert.Equal(150, ShippedPolicies.Book.For("120101", new(2026, 7, 1)).Fence.Value);
    }

    [Fact]
    public void Of_two_live_versions_the_later_day_counts_and_one_day_twice_is_refused()
    {
        var later = Live("policy-2", new(2026, 8, 1)) with { Values = [new("tianjin", "geo.fence", 250, "m", null, "why")] };
        var book = ShippedPolicies.Book.With([later, Live("policy-1", new(2026, 7, 1))]);
        Assert.Equal([200, 250], new DateOnly[] { new(2026, 7, 31), new(2026, 8, 1) }.Select(d => book.For("120101", d).Fence.Value));
        Assert.Contains("geo.fence of tianjin has a value from 2026-07-01", Assert.Throws<PolicyException>(
            () => ShippedPolicies.Book.With([Live("policy-1", new(2026, 7, 1)), later with { From = new(2026, 7, 1) }])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_before_its_source_is_refused() => Assert.Contains(
        "begins on 2020-01-01", Assert.Throws<PolicyException>(() => ShippedPolicies.Book.With([Live("policy-1", new(2019, 12, 31))])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"unit\": \"m\", ", "", "draft.json(2): geo.fence has no unit; its unit is \"m\".")]
    [InlineData("\"unit\": \"m\"", "\"unit\": \"km\"", "draft.json(2): geo.fence is in \"km\"; its unit is \"m\".")]
    [InlineData("\"value\": 200", "\"value\": -1", "draft.json(2): geo.fence cannot be -1 m.")]
    [InlineData("\"value\": 8", "\"value\": 8.5", "draft.json(3): stf.homeMax cannot be 8.5 persons.")]
    [InlineData("\"tianjin\"", "\"ningbo\"", "draft.json(2): region \"ningbo\" is not known.")]
    [InlineData("geo.fence", "geo.fences", "draft.json(2): key \"geo.fences\" is not known.")]
    [InlineData("jiaxing-2019-supervision", "jiaxing-2032", "draft.json(3): source \"jiaxing-2032\" is not known.")]
    [InlineData("\"article\": \"13\"", "\"article\": \"999\"", "draft.json(3): source \"jiaxing-2019-supervision\" has no article \"999\".")]
    [InlineData(", \"proposed\": \"Tall buildings.\"", "", "draft.json(2): geo.fence 200 has neither a citation nor a reason to be proposed.")]
    [InlineData("\"title\": \"A wider fence\", ", "", "draft.json(1): \"title\" is missing.")]
    [InlineData("\"title\"", "\"from\": \"2026-07-01\", \"title\"", "draft.json(1): \"from\" is not known here.")]
    [InlineData("{\"region\": \"jiaxing\"", "{\"region\": \"tianjin\", \"key\": \"geo.fence\", \"unit\": \"m\", \"value\": 1, \"proposed\": \"x\"}, {\"region\": \"jiaxing\"",
        "draft.json(3): geo.fence of tianjin stands twice.")]
    public void A_draft_that_is_wrong_is_refused_with_its_place(string written, string instead, string why)
    {
        Assert.Contains(written, Draft, StringComparison.Ordinal);
        var at = Draft.IndexOf(written, StringComparison.Ordinal);
        var changed = Draft.Remove(at, written.Length).Insert(at, instead);
        Assert.Equal(why, Assert.Throws<PolicyException>(() => PolicyDraft.Read("draft.json", changed, ShippedPolicies.Book)).Message);
    }

    [Fact]
    public void A_draft_without_values_is_refused() => Assert.Contains(
        "1 to 500 values", Assert.Throws<PolicyException>(() => PolicyDraft.Read("d", """{"title": "t", "values": []}""", ShippedPolicies.Book)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_draft_is_read_as_it_was_written()
    {
        var draft = PolicyDraft.Read("draft.json", Draft, ShippedPolicies.Book);
        Assert.Equal("A wider fence", draft.Title);
        Assert.Equal(
            [new("tianjin", "geo.fence", 200, "m", null, "Tall buildings."), new("jiaxing", "stf.homeMax", 8, "persons", new Citation("jiaxing-2019-supervision", "13"), null)],
            draft.Values);
    }

    private static PolicyVersion Live(string id, DateOnly from) =>
        new(id, "t", PolicyDraft.Read("draft.json", Draft, ShippedPolicies.Book).Values, PolicyStatus.Live, ["li"], "wang", from);

    private static PolicyRefusal? Refusal(PolicyCommand command, PolicyVersion? state) => PolicyVersionDecider.Decide(command, state, Today).Refusal;

    private static PolicyVersion Steps(params PolicyCommand[] commands)
    {
        PolicyVersion? state = null;
        foreach (var command in commands)
        {
            var decision = PolicyVersionDecider.Decide(command, state, Today);
            state = PolicyVersion.Evolve(state, new("policy-1", decision.Fact ?? throw new InvalidOperationException($"{decision.Refusal}"), command.By, default));
        }

        return state!;
    }
}
