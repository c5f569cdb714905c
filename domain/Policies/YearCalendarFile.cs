using LtcActors.Domain.Calendars;

namespace LtcActors.Domain.Policies;

/// <summary>Reads <c>calendars/&lt;year&gt;.json</c>: <c>{year, notice, off: [days], work: [days]}</c>.</summary>
internal static class YearCalendarFile
{
    public static YearCalendar Read(PolicyJson file)
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
