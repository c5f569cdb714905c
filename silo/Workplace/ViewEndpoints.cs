using LtcActors.Silo.Access;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;
using Microsoft.AspNetCore.WebUtilities;

namespace LtcActors.Silo.Workplace;

/// <summary>Saved views of the board: private, shared, and the one that the boards of a role open with.</summary>
internal sealed class ViewEndpoints(SavedViews views, DeskBook desk, Export export, SiloLimits limits, BodyBudget budget)
{
    private const int NameChars = 60;
    private const int QueryChars = 1_000;

    /// <summary>What the board's address may say of a view; what is open at the moment is none of it.</summary>
    private static readonly HashSet<string> Names = new([.. AlertFilters.QueryNames, "q", "sort", "group"], StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/views", ListAsync, "Saved views: one's own, and what others share").RequireAuthorization(Roles.Officer);
        routes.Post("/v1/views", SaveAsync, "Save a view, or one's own anew by its id").RequireAuthorization(Roles.Officer);
        routes.Delete("/v1/views/{id}", DeleteAsync, "Delete one's own view").RequireAuthorization(Roles.Officer);
        routes.Post("/v1/views/{id}/default", context => ChooseAsync(context, on: true), "Open the boards of a role with a shared view").RequireAuthorization(Roles.SharePolicy);
        routes.Post("/v1/views/{id}/default/end", context => ChooseAsync(context, on: false), "Open the boards of a role with no view").RequireAuthorization(Roles.SharePolicy);
    }

    private async Task ListAsync(HttpContext context)
    {
        var own = views.Of(Caller.Of(context).Name);
        if (!await export.TryAnswerAsync(context, words => DeskTables.Views(own, words)))
        {
            await Answer.WriteAsync(context, new ViewList([.. own.Select(v => Shown(v, Caller.Of(context)))]));
        }
    }

    private async Task SaveAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var name = body.RequiredText("name", NameChars).Trim();
        var query = Checked(body.Text("query", QueryChars) ?? "");
        var shared = body.RequiredText("sharing", 10) switch
        {
            "private" => false,
            "shared" => true,
            _ => throw new Refusal(ProblemKind.UnknownValue, "'sharing' is one of private, shared.") { Pointer = "/sharing" },
        };
        var id = body.Text("id", 64);
        if (id is not null)
        {
            Own(context, id);
        }

        id ??= $"view-{Guid.NewGuid():n}"[..17];
        await KeepAsync(context, SavedViews.Saved, new ViewSaved(id, name, query, shared), $"An officer keeps at most {limits.ViewsOfOne} views.");
        await Answer.WriteAsync(context, Shown(views.Find(id, Caller.Of(context).Name)!, Caller.Of(context)));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var view = Own(context, (string)context.GetRouteValue("id")!);
        await KeepAsync(context, SavedViews.Deleted, new ViewDeleted(view.Id), "The view is gone already.");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ChooseAsync(HttpContext context, bool on)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var role = body.RequiredText("role", 64);
        if (!Roles.OfPeople.Contains(role))
        {
            throw new Refusal(ProblemKind.UnknownValue, $"'role' is one of {string.Join(", ", Roles.OfPeople)}.") { Pointer = "/role" };
        }

        var view = Find(context, (string)context.GetRouteValue("id")!);
        if (!on && !view.DefaultFor.Contains(role))
        {
            throw new Refusal(ProblemKind.ViewConflict, "The boards of this role do not open with this view.");
        }

        await KeepAsync(context, SavedViews.Default, new ViewDefault(role, on ? view.Id : null), "Only a shared view opens the boards of a role.");
        await Answer.WriteAsync(context, Shown(views.Find(view.Id, Caller.Of(context).Name)!, Caller.Of(context)));
    }

    private async Task KeepAsync<T>(HttpContext context, string kind, T data, string refusal)
    {
        var (_, counts) = await desk.KeepAsync(kind, Caller.Of(context).Name, data);
        if (!counts)
        {
            throw new Refusal(ProblemKind.ViewConflict, refusal);
        }
    }

    private SavedView Find(HttpContext context, string id) =>
        views.Find(id, Caller.Of(context).Name) ?? throw new Refusal(ProblemKind.NotFound, "There is no view with this id.");

    private SavedView Own(HttpContext context, string id) =>
        Find(context, id) is var view && view.Owner == Caller.Of(context).Name
            ? view
            : throw new Refusal(ProblemKind.Forbidden, "A shared view is changed by whoever made it.");

    private static string Checked(string query)
    {
        query = query.TrimStart('?');
        return QueryHelpers.ParseQuery(query).Keys.FirstOrDefault(k => !Names.Contains(k)) is null
            ? query
            : throw new Refusal(ProblemKind.UnknownValue, $"'query' has the names {string.Join(", ", Names)} and no other.") { Pointer = "/query" };
    }

    private static ShownView Shown(SavedView view, Caller caller) => new(
        view.Id, view.Name, view.Query, view.Owner, view.Shared ? "shared" : "private", view.Owner == caller.Name, view.DefaultFor,
        view.DefaultFor.Contains(caller.Role));

    /// <param name="Default">The board of whoever asks opens with it.</param>
    private sealed record ShownView(
        string Id, string Name, string Query, string Owner, string Sharing, bool Mine, IReadOnlyList<string> DefaultFor, bool Default);

    private sealed record ViewList(IReadOnlyList<ShownView> Items);
}
