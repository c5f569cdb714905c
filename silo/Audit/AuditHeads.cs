using System.Globalization;
using LtcActors.Engine.Ports;
using LtcActors.Engine.Records;

namespace LtcActors.Silo.Audit;

/// <summary>
/// Notes the head of the audit every hour outside the journal, in <c>audit-heads.txt</c> and in the log: whoever cuts the audit short, or
/// makes it anew, would have to change these too. The file may lie on another disk (<c>Silo:AuditHeads</c>).
/// </summary>
internal sealed partial class AuditHeads(ISupervision supervision, SiloOptions options, TimeProvider clock, ILogger<AuditHeads> logger) : BackgroundService
{
    public const string Name = "audit-heads.txt";

    private AuditHead noted = AuditHead.Empty;

    public static string PathOf(SiloOptions options) => options.AuditHeads ?? Path.Combine(options.Data, Name);

    public static AuditHead Now(ISupervision supervision) =>
        supervision.RecordedBefore(DecisionKind.Audit, long.MaxValue).Take(1).ToList() is [var last] ? AuditChain.HeadOf(last) : AuditHead.Empty;

    /// <summary>What was noted, the earliest first.</summary>
    /// <exception cref="InvalidDataException">A line is none of these.</exception>
    public static IReadOnlyList<AuditHead> Read(string path) => File.Exists(path) ? [.. File.ReadLines(path).Where(l => l.Length > 0).Select(Parse)] : [];

    /// <param name="text"><c>NUMBER HASH</c>, perhaps after a time; or <c>NUMBER:HASH</c>.</param>
    public static AuditHead Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        parts = parts.Length == 1 ? text.Split(':') : parts;
        return parts.Length is 2 or 3 && long.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && parts[^1].Length == 64 && parts[^1].All(char.IsAsciiHexDigitLower)
            ? new(number, parts[^1])
            : throw new InvalidDataException($"'{text}' is no head of an audit, such as 17:9f86d0…, with 64 hex digits.");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Note();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Limits.AuditHeadEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Note();
            }
        }
        catch (OperationCanceledException)
        {
            // The last head is noted when it stops.
        }
    }

    private void Note()
    {
        try
        {
            var head = Now(supervision);
            if (head == noted || head == AuditHead.Empty)
            {
                return;
            }

            File.AppendAllText(
                PathOf(options), string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {head.Number} {head.Hash}\n"));
            LogHead(head.Number, head.Hash);
            noted = head;
        }
        catch (Exception e) when (e is JournalUnavailableException or IOException or UnauthorizedAccessException)
        {
            LogLost(e.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Audit head {Number}:{Hash}")]
    private partial void LogHead(long number, string hash);

    [LoggerMessage(2, LogLevel.Warning, "The head of the audit could not be noted: {Why}")]
    private partial void LogLost(string why);
}
