using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Policies;

/// <summary>Reads the files <c>calendars/&lt;year&gt;.json</c>: <c>{year, notice, off: [days], work: [days]}</c>.</summary>
internal static class YearCalendarFile
{
    /// <summary>Reads all notices. One may speak of days of the year before; two may not say different things of a day.</summary>
    public static Workdays ReadAll(IEnumerable<PolicyJson> files)
    {
        var calendars = new List<YearCalendar>();
        var said = new Dictionary<DateOnly, (bool Worked, PolicyJson At)>();
        foreach (var file in files)
        {
            calendars.Add(Read(file));
            foreach (var (item, worked) in file["off"].Items.Select(static i => (i, false)).Concat(file["work"].Items.Select(static i => (i, true))))
            {
                if (!said.TryAdd(item.Day, (worked, item)) && said[item.Day] is var before && before.Worked != worked)
                {
                    throw item.Refuse($"{item.Day:yyyy-MM-dd} is {Name(worked)} here and {Name(before.Worked)} by {before.At.File}({before.At.Line}).");
                }
            }
        }

        return new(calendars);
    }

    private static string Name(bool worked) => worked ? "worked" : "off";

    private static YearCalendar Read(PolicyJson file)
    {
        file.Only("year", "notice", "off", "work");
        var year = file["year"].Number;
        if (!double.IsInteger(year) || file.File != $"calendars/{year}.json")
        {
            throw file["year"].Refuse($"{year} is not the year of {file.File}.");
        }

        var (off, work) = (Days(file["off"], (int)year), Days(file["work"], (int)year));
        return off.Intersect(work).Cast<DateOnly?>().FirstOrDefault() is { } both
            ? throw file["work"].Refuse($"{both:yyyy-MM-dd} is a day off as well.")
            : new((int)year, file["notice"].Text, off, work);
    }

    private static List<DateOnly> Days(PolicyJson list, int year)
    {
        var days = new List<DateOnly>();
        foreach (var item in list.Items)
        {
            var day = item.Day;
            if (days.Count > 0 && day <= days[^1])
            {
                throw item.Refuse($"{day:yyyy-MM-dd} comes after {days[^1]:yyyy-MM-dd}; dates go up, each once.");
            }

            if (Math.Abs(day.Year - year) > 1)
            {
                throw item.Refuse($"{day:yyyy-MM-dd} is no day of a notice for {year}.");
            }

            days.Add(day);
        }

        return days;
    }
}
