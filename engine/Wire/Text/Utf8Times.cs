using LtcActors.Engine.Wire.Shapes;

namespace LtcActors.Engine.Wire.Text;

/// <summary>Reads dates, months and RFC 3339 instants.</summary>
internal static class Utf8Times
{
    private const int SecondsEnd = 19;
    private const int OffsetLength = 6;
    private const int MaxOffsetMinutes = 14 * 60;
    private const int TickDigits = 7;

    /// <param name="ticks">UTC. Digits of the fraction past the seventh are dropped.</param>
    /// <remarks>A leap second (":60") is refused: no clock of ours can hold it.</remarks>
    public static Fault Instant(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length <= SecondsEnd || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':')
        {
            return Fault.Malformed;
        }

        var fault = Date(text[..10], out var day);
        var hour = Two(text, 11);
        var minute = Two(text, 14);
        var second = Two(text, 17);
        if (fault == Fault.Malformed || (uint)hour > 23 || (uint)minute > 59 || (uint)second > 59
            || !TryFraction(ref text, out var fraction) || !TryOffset(text, out var offset))
        {
            return Fault.Malformed;
        }

        if (fault != Fault.None)
        {
            return fault;
        }

        ticks = (day * TimeSpan.TicksPerDay) + (hour * TimeSpan.TicksPerHour) + ((minute - offset) * TimeSpan.TicksPerMinute)
            + (second * TimeSpan.TicksPerSecond) + fraction;
        return Fault.None;
    }

    /// <param name="dayNumber">As <see cref="DateOnly.DayNumber"/>.</param>
    public static Fault Date(ReadOnlySpan<byte> text, out int dayNumber)
    {
        dayNumber = 0;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
        {
            return Fault.Malformed;
        }

        return Day(Four(text), Two(text, 5), Two(text, 8), out dayNumber);
    }

    /// <param name="dayNumber">Of the month's first day.</param>
    public static Fault Month(ReadOnlySpan<byte> text, out int dayNumber)
    {
        dayNumber = 0;
        if (text.Length != 7 || text[4] != '-')
        {
            return Fault.Malformed;
        }

        return Day(Four(text), Two(text, 5), 1, out dayNumber);
    }

    private static Fault Day(int year, int month, int day, out int dayNumber)
    {
        dayNumber = 0;
        if (year < 0 || (uint)(month - 1) > 11 || day < 1)
        {
            return Fault.Malformed;
        }

        // A year of our range comes first: the calendar of .NET knows no year 0.
        if (year is < WireLimits.FirstYear or > WireLimits.LastYear)
        {
            return day <= 31 ? Fault.OutOfRange : Fault.Malformed;
        }

        if (day > DateTime.DaysInMonth(year, month))
        {
            return Fault.Malformed;
        }

        dayNumber = new DateOnly(year, month, day).DayNumber;
        return Fault.None;
    }

    /// <param name="text">The whole instant; left as what follows the seconds and their fraction.</param>
    private static bool TryFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        text = text[SecondsEnd..];
        if (text[0] != '.')
        {
            return true;
        }

        var digits = 0;
        for (text = text[1..]; !text.IsEmpty && Digit(text[0]) is var d and >= 0; text = text[1..])
        {
            ticks = digits++ < TickDigits ? (ticks * 10) + d : ticks;
        }

        for (var n = digits; n < TickDigits; n++)
        {
            ticks *= 10;
        }

        return digits > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }

        if (text.Length != OffsetLength || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':')
        {
            return false;
        }

        var (h, m) = (Two(text, 1), Two(text, 4));
        minutes = ((h * 60) + m) * (text[0] == '-' ? -1 : 1);
        return h >= 0 && (uint)m <= 59 && Math.Abs(minutes) <= MaxOffsetMinutes;
    }

    /// <returns>Negative unless all are digits.</returns>
    private static int Four(ReadOnlySpan<byte> text)
    {
        var (century, year) = (Two(text, 0), Two(text, 2));
        return century < 0 || year < 0 ? -1 : (century * 100) + year;
    }

    /// <returns>Negative unless both are digits.</returns>
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = (Digit(text[at]), Digit(text[at + 1]));
        return (tens | ones) < 0 ? -1 : (tens * 10) + ones;
    }

    private static int Digit(byte b) => (uint)(b - '0') <= 9 ? b - '0' : -1;
}
