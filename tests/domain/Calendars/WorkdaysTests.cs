using System.Text.Json;
using LtcActors.Domain.Calendars;
using LtcActors.Domain.Tests.Policies;

namespace LtcActors.Domain.Tests.Calendars;

public class WorkdaysTests
{
    private static readonly Workdays Known = ShippedPolicies.Book.Workdays;

    [Theory]
    // Friday before the Spring Festival: Saturday is worked, then nine days off.
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-13", 2, "2026-02-24")]
    // National Day: the first to the seventh off, Saturday the tenth worked.
    [InlineData("2026-09-30", 1, "2026-10-08")]
    [InlineData("2026-09-30", 3, "2026-10-10")]
    [InlineData("2026-09-30", 4, "2026-10-12")]
    // The Sunday after New Year's Day is worked; so is the Sunday before National Day.
    [InlineData("2025-12-31", 1, "2026-01-04")]
    [InlineData("2026-09-18", 1, "2026-09-20")]
    // Two worked days in a row at a weekend.
    [InlineData("2023-01-20", 2, "2023-01-29")]
    // An ordinary week.
    [InlineData("2026-07-06", 5, "2026-07-13")]
    // From a day off; and no days at all, even on a day off.
    [InlineData("2026-02-17", 1, "2026-02-24")]
    [InlineData("2026-02-17", 0, "2026-02-17")]
    // The terms of the regulations: 15 and 30 working days.
    [InlineData("2026-02-02", 15, "2026-02-28")]
    [InlineData("2024-09-10", 30, "2024-10-28")]
    public void A_term_ends_on(string from, int workdays, string end)
    {
        Assert.Equal(Day(end), Known.Add(Day(from), workdays));
        Assert.Equal(workdays, Known.Between(Day(from), Day(end)));
        Assert.Equal(-workdays, Known.Between(Day(end), Day(from)));
    }

    [Theory]
    [InlineData(2022, 31, 7)]
    [InlineData(2023, 27, 7)]
    [InlineData(2024, 28, 8)]
    [InlineData(2025, 28, 5)]
    [InlineData(2026, 33, 6)]
    public void A_notice_lists_its_days(int year, int off, int work)
    {
        using var json = JsonDocument.Parse(ShippedPolicies.Files[$"calendars/{year}.json"]);
        Assert.Equal(off, json.RootElement.GetProperty("off").GetArrayLength());
        Assert.Equal(work, json.RootElement.GetProperty("work").GetArrayLength());
        Assert.True(Known.Knows(year));
    }

    [Theory]
    [InlineData(2022, 249)]
    [InlineData(2023, 249)]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void A_year_has_as_many_working_days(int year, int workdays)
    {
        var days = Enumerable.Range(0, 366).Select(n => new DateOnly(year, 1, 1).AddDays(n)).Where(d => d.Year == year);
        Assert.Equal(workdays, days.Count(Known.IsWorkday));
    }

    [Fact]
    public void A_term_that_runs_into_an_unknown_year_has_no_end()
    {
        Assert.Equal(2027, Assert.Throws<MissingCalendarException>(() => Known.Add(Day("2026-12-31"), 1)).Year);
        Assert.False(Known.TryAdd(Day("2026-12-30"), 2, out var lost));
        Assert.Equal(Day("2027-01-01"), lost);
        Assert.Equal(Day("2026-12-31"), Known.Add(Day("2026-12-30"), 1));
    }

    [Fact]
    public void A_count_over_an_unknown_year_has_no_answer() =>
        Assert.Equal(2027, Assert.Throws<MissingCalendarException>(() => Known.Between(Day("2026-12-31"), Day("2027-01-04"))).Year);

    [Fact]
    public void A_Monday_of_an_unknown_year_is_neither_worked_nor_off()
    {
        Assert.Null(Known.TryIsWorkday(Day("2021-07-05")));
        Assert.Equal(2021, Assert.Throws<MissingCalendarException>(() => Known.IsWorkday(Day("2021-07-05"))).Year);
    }

    [Fact]
    public void A_year_between_two_known_ones_is_still_missing()
    {
        var gap = new Workdays([new(2022, "", [], []), new(2024, "", [], [])]);
        Assert.Equal(2023, Assert.Throws<MissingCalendarException>(() => gap.Between(Day("2022-12-30"), Day("2024-01-02"))).Year);
    }

    [Fact]
    public void A_negative_or_endless_term_is_a_mistake()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Known.Add(Day("2026-01-05"), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Known.Add(Day("2026-01-05"), Workdays.MaxDays + 1));
    }

    [Fact]
    public void A_calendar_given_twice_or_at_odds_with_itself_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Workdays([new(2026, "", [], []), new(2026, "", [], [])]));
        Assert.Throws<ArgumentException>(() => new Workdays([new(2026, "", [Day("2026-01-01")], [Day("2026-01-01")])]));
    }

    [Theory]
    [InlineData("2026-12-30", "")]
    [InlineData("2027-06-01", "2027")]
    [InlineData("2021-12-31", "2021")]
    public void The_years_that_terms_of_today_run_into_are_told(string today, string missing) =>
        Assert.Equal(missing, string.Join(' ', new Workdays([new(2026, "", [], []), new(2022, "", [], []), .. Later(today)]).MissingOn(Day(today))));

    private static IEnumerable<YearCalendar> Later(string today) => today == "2026-12-30" ? [new(2027, "", [], [])] : [];

    [Fact]
    public void A_term_that_ends_on_the_last_day_known_is_no_warning_and_one_day_later_is()
    {
        // Without holidays: 30 working days are six weeks.
        var year = new Workdays([new(2026, "", [], [])]);
        Assert.Empty(year.MissingOn(Day("2026-11-19")));
        Assert.Equal([2027], year.MissingOn(Day("2026-11-20")));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
}
