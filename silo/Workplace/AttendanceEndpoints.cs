using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Hosting;

namespace LtcActors.Silo.Workplace;

/// <summary>What changed since an officer was last at the board.</summary>
internal sealed class AttendanceEndpoints(ISupervision supervision, Attendance attendance, DeskBook desk, TimeProvider clock)
{
    /// <summary>Boards say often that somebody is there; no more of it is kept than this.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(5);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/attendance", SinceAsync, "What changed since one was last at the board").RequireAuthorization(Roles.Officer);
        routes.Post("/v1/attendance", SeenAsync, "Say that one is at the board").RequireAuthorization(Roles.ReaderPolicy);
    }

    private Task SinceAsync(HttpContext context)
    {
        var user = context.User.Identity!.Name!;
        return Answer.WriteAsync(context, attendance.LastOf(user) is { } at ? Since(Caller.Of(context), at) : new SinceThen(null, new Dictionary<string, int>(), 0, 0, 0, 0));
    }

    private async Task SeenAsync(HttpContext context)
    {
        var user = context.User.Identity!.Name!;
        if (!(clock.GetUtcNow() - attendance.LastOf(user) < Grain))
        {
            await desk.KeepAsync(Attendance.Seen, user, new { });
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private SinceThen Since(Caller caller, DateTimeOffset at)
    {
        var now = clock.GetUtcNow();
        var raised = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (closed, withdrawn, mine, overdue) = (0, 0, 0, 0);
        foreach (var alert in supervision.Alerts(AlertFilter.All with { Scope = caller.Scope }, 0, int.MaxValue))
        {
            overdue += alert.DueAt <= now ? 1 : 0;
            if (alert.ChangedAt <= at)
            {
                continue;
            }

            if (alert.RaisedAt > at && alert.Status is AlertStatus.Open or AlertStatus.Acknowledged)
            {
                raised[alert.Severity] = raised.GetValueOrDefault(alert.Severity) + 1;
            }

            closed += alert.Status is AlertStatus.Resolved or AlertStatus.Dismissed ? 1 : 0;
            withdrawn += alert.Status == AlertStatus.Withdrawn ? 1 : 0;
            mine += alert.Assignee == caller.Name && alert.By != caller.Name ? 1 : 0;
        }

        return new(at, raised, closed, withdrawn, mine, overdue);
    }

    /// <param name="At">When one was last here; null: never.</param>
    /// <param name="Raised">Since then and still active, by severity.</param>
    /// <param name="Closed">Since then.</param>
    /// <param name="Withdrawn">Since then.</param>
    /// <param name="Mine">Changes by others of what one holds.</param>
    /// <param name="Overdue">Now.</param>
    private sealed record SinceThen(DateTimeOffset? At, IReadOnlyDictionary<string, int> Raised, int Closed, int Withdrawn, int Mine, int Overdue);
}
