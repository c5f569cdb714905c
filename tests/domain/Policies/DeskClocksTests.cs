using System.Globalization;
using LtcActors.Domain.Policies;

namespace LtcActors.Domain.Tests.Policies;

/// <summary>How long an alert may wait for somebody to take it.</summary>
public class DeskClocksTests
{
    private const string File = "desk/clocks.json";

    [Theory]
    [InlineData("P1", "2026-06-05T09:00:00+08:00", "2026-06-05T09:10:00+08:00", "2026-06-05T09:15:00+08:00")]
    [InlineData("P2", "2026-06-05T22:00:00+08:00", "2026-06-06T01:00:00+08:00", "2026-06-06T02:00:00+08:00")]
    // Friday: the third working day is Wednesday, and it is whole.
    [InlineData("P3", "2026-06-05T09:00:00+08:00", "2026-06-10T00:00:00+08:00", "2026-06-11T00:00:00+08:00")]
    // A second before midnight and midnight are different days.
    [InlineData("P3", "2026-06-07T23:59:59+08:00", "2026-06-10T00:00:00+08:00", "2026-06-11T00:00:00+08:00")]
    [InlineData("P3", "2026-06-08T00:00:00+08:00", "2026-06-11T00:00:00+08:00", "2026-06-12T00:00:00+08:00")]
    // National Day 2026: off from 1 to 7 October, and 10 October, a Saturday, is worked.
    [InlineData("P3", "2026-09-30T18:00:00+08:00", "2026-10-10T00:00:00+08:00", "2026-10-11T00:00:00+08:00")]
    public void A_clock_runs_by_its_severity_and_by_the_calendar(string severity, string since, string warn, string due)
    {
        var clock = ShippedPolicies.Book.Clocks.Of(severity, At(since));
        Assert.Equal((At(warn), At(due), null), (clock.WarnAt, clock.At, clock.MissingYear));
    }

    [Fact]
    public void P4_waits_for_nobody() => Assert.Equal(default, ShippedPolicies.Book.Clocks.Of("P4", At("2026-06-05T09:00:00+08:00")));

    [Fact]
    public void A_count_into_a_year_without_a_calendar_says_so_and_guesses_nothing()
    {
        Assert.Null(ShippedPolicies.Book.Clocks.Of("P3", At("2026-12-28T09:00:00+08:00")).MissingYear);
        Assert.Equal(new Due(null, null, 2027), ShippedPolicies.Book.Clocks.Of("P3", At("2026-12-29T09:00:00+08:00")));
        Assert.NotNull(ShippedPolicies.Book.Clocks.Of("P2", At("2026-12-31T23:00:00+08:00")).At);
    }

    [Fact]
    public void A_term_that_changes_moves_no_clock_that_runs()
    {
        var book = With("\"warnMinutes\": 5, \"proposed\":", "\"warnMinutes\": 5, \"proposed\": \"x\"}, {\"from\": \"2026-07-01\", \"minutes\": 30, \"warnMinutes\": 0, \"proposed\":");
        Assert.Equal(At("2026-07-01T00:14:59+08:00"), book.Clocks.Of("P1", At("2026-06-30T23:59:59+08:00")).At);
        Assert.Equal(At("2026-07-01T00:30:00+08:00"), book.Clocks.Of("P1", At("2026-07-01T00:00:00+08:00")).At);
    }

    [Fact]
    public void Without_the_file_no_clock_runs() => Assert.Equal(
        default, PolicyBook.Read(ShippedPolicies.Files.Where(f => f.Key != File)).Clocks.Of("P1", At("2026-06-05T09:00:00+08:00")));

    [Theory]
    [InlineData("\"severity\": \"P4\"", "\"severity\": \"P5\"", "\"P5\" is no severity.")]
    [InlineData("\"severity\": \"P4\"", "\"severity\": \"P3\"", "\"P3\" stands twice.")]
    [InlineData("\"minutes\": 15", "\"minutes\": 0", "0 is not a whole number of 1 to 10080.")]
    [InlineData("\"minutes\": 15", "\"minutes\": 10081", "10081 is not a whole number of 1 to 10080.")]
    [InlineData("\"warnMinutes\": 5", "\"warnMinutes\": 15", "15 is not a whole number of 0 to 14.")]
    [InlineData("\"workdays\": 3", "\"workdays\": 3.5", "3.5 is not a whole number of 1 to 60.")]
    [InlineData("\"minutes\": 15,", "\"minutes\": 15, \"workdays\": 1,", "a term is in minutes or in working days, not both.")]
    [InlineData("\"minutes\": 15, ", "", "there is no term to warn of.")]
    [InlineData("\"warnMinutes\": 5, ", "", "\"warnMinutes\" is missing.")]
    [InlineData("\"minutes\"", "\"seconds\"", "\"seconds\" is not known here.")]
    public void What_is_no_clock_is_refused(string text, string by, string reason) =>
        Assert.Contains(reason, Assert.Throws<PolicyException>(() => With(text, by)).Message, StringComparison.Ordinal);

    private static PolicyBook With(string text, string by)
    {
        var files = ShippedPolicies.Files.ToDictionary();
        var at = files[File].IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        files[File] = files[File][..at] + by + files[File][(at + text.Length)..];
        return PolicyBook.Read(files);
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
