using LtcActors.Silo.Investigation;

namespace LtcActors.Silo.Tests.Investigation;

/// <summary>When an event counted, of which the withdrawals may be withdrawn in their turn.</summary>
public sealed class WithdrawnTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Withdrawn withdrawn = new();

    [Fact]
    public void What_nobody_withdrew_never_turned() => Assert.Empty(Turns("e"));

    [Fact]
    public void A_withdrawal_turns_it_and_the_withdrawals_own_turns_it_back()
    {
        Withdraw("w1", "e", hour: 1);
        Withdraw("w2", "w1", hour: 2);
        Assert.Equal([1, 2], Turns("e"));
        Assert.Equal([2], Turns("w1"));
        Assert.False(withdrawn.Contains(Of("e")));
    }

    [Fact]
    public void Of_several_withdrawals_one_that_counts_is_enough()
    {
        Withdraw("w1", "e", hour: 1);
        Withdraw("w2", "e", hour: 3);
        Withdraw("x", "w1", hour: 2);
        Assert.Equal([1, 2, 3], Turns("e"));
        Withdraw("y", "w1", hour: 4);
        Assert.Equal([1, 2, 3], Turns("e"));
    }

    [Fact]
    public void A_withdrawal_that_was_itself_withdrawn_before_it_came_turns_nothing()
    {
        Withdraw("x", "w1", hour: 1);
        Withdraw("w1", "e", hour: 2);
        Assert.Empty(Turns("e"));
    }

    private void Withdraw(string id, string target, int hour) => withdrawn.Add(Of(id), Of(target), Day.AddHours(hour));

    private IEnumerable<int> Turns(string id) => withdrawn.TurnsOf(Of(id)).Select(at => at.Hour);

    private static EventIdentity Of(string id) => new("/test", id);
}
