using LtcActors.Engine.Alerts;

namespace LtcActors.Engine.Tests.Running;

/// <summary>Whose things a reader may see: where both sets narrow, both must hold, and what is not known to be his is not his.</summary>
public sealed class ScopeTests
{
    [Theory]
    [InlineData("", "", "120101", "I-1", true)]
    [InlineData("", "", null, null, true)]
    [InlineData("120101 120102", "", "120102", null, true)]
    [InlineData("120101", "", "120102", "I-1", false)]
    [InlineData("120101", "", null, "I-1", false)]
    [InlineData("", "I-1 I-2", null, "I-2", true)]
    [InlineData("", "I-1", "120101", "I-2", false)]
    [InlineData("", "I-1", "120101", null, false)]
    [InlineData("120101", "I-1", "120101", "I-1", true)]
    [InlineData("120101", "I-1", "120102", "I-1", false)]
    [InlineData("120101", "I-1", "120101", "I-2", false)]
    [InlineData("", "I-1", "120101", "i-1", false)]
    public void A_set_that_has_something_in_it_narrows_and_both_must_hold(string districts, string institutions, string? district, string? institution, bool sees) =>
        Assert.Equal(sees, ScopeOf(districts, institutions).Sees(district, institution));

    [Fact]
    public void Only_two_empty_sets_are_everything()
    {
        Assert.True(Scope.Of(null, []).IsAll);
        Assert.False(ScopeOf("", "I-1").IsAll);
        Assert.False(ScopeOf("120101", "").IsAll);
    }

    [Fact]
    public void A_scope_is_the_same_in_any_order_and_another_where_an_institution_is()
    {
        Assert.Equal(ScopeOf("120101 120102", "I-1 I-2"), ScopeOf("120102 120101", "I-2 I-1"));
        Assert.NotEqual(ScopeOf("120101", "I-1"), ScopeOf("120101", "I-2"));
        Assert.NotEqual(ScopeOf("I-1", ""), ScopeOf("", "I-1"));
    }

    private static Scope ScopeOf(string districts, string institutions) =>
        Scope.Of(districts.Split(' ', StringSplitOptions.RemoveEmptyEntries), institutions.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
