using System.Globalization;
using System.Text.Json;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Investigation;

/// <summary>
/// The case file of an entity or an alert: notes, pinned journal entries, attached files. Who did it is taken from the credentials,
/// never from the body.
/// </summary>
internal sealed class CaseEndpoints(
    ISupervision supervision, DeskBook desk, CaseFile file, IAttachments store, PersonalData personal, Sight sight, AuditLog audit, Export export,
    SiloLimits limits, BodyBudget budget)
{
    private const string Path = "/v1/cases/{kind}/{id}";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get(Path, ListAsync, "The case file of an entity or an alert, oldest first").RequireAuthorization(Roles.InvestigatePolicy);
        routes.Post(Path + "/notes", NoteAsync, "Add a note to a case file").RequireAuthorization(Roles.InvestigatePolicy);
        routes.Post(Path + "/pins", PinAsync, "Pin a journal entry to a case file").RequireAuthorization(Roles.InvestigatePolicy);
        routes.Post(Path + "/pins/{item}/remove", UnpinAsync, "Take a pin off; that it was there stays in the case file").RequireAuthorization(Roles.InvestigatePolicy);
        routes.Post(Path + "/attachments", AttachAsync, "Attach a file: the body is its bytes, kept under their SHA-256").RequireAuthorization(Roles.InvestigatePolicy);
        routes.Get(Path + "/attachments/{item}", DownloadAsync, "An attached file, its hash checked again").RequireAuthorization(Roles.InvestigatePolicy);
    }

    private async Task ListAsync(HttpContext context)
    {
        var about = await SubjectAsync(context);
        await audit.NoteAsync(context, AuditActions.Read, "shown", "case", about.Id, note: about.Kind);
        if (!await export.TryAnswerAsync(context, words => InvestigationTables.Case(file.Items(about), words), ("case", about.Id)))
        {
            await WriteAsync(context, about);
        }
    }

    private async Task NoteAsync(HttpContext context)
    {
        var about = await SubjectAsync(context);
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var text = body.RequiredText("text", limits.NoteChars);
        await desk.KeepAsync(CaseFile.Noted, By(context), new NoteBody(about.Kind, about.Id, text));
        await WriteAsync(context, about);
    }

    private async Task PinAsync(HttpContext context)
    {
        var about = await SubjectAsync(context);
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var seq = body.RequiredWhole("seq", 1);
        var text = body.Text("text", limits.NoteChars);
        if (supervision.ReadEvent(seq) is not { } stored || !await sight.Of(Caller.Of(context).Scope).SeesAsync(JsonElement.Parse(stored.Json.Span)))
        {
            throw new Refusal(ProblemKind.OutOfRange, "There is no event at this place of the journal.") { Pointer = "/seq" };
        }

        var (_, counts) = await desk.KeepAsync(CaseFile.Pinned, By(context), new PinBody(about.Kind, about.Id, seq, text));
        await WriteAsync(context, counts ? about : throw new Refusal(ProblemKind.CaseConflict, "This entry is pinned already."));
    }

    private async Task UnpinAsync(HttpContext context)
    {
        var about = await SubjectAsync(context);
        var item = Item(context, about, "pin");
        var (_, counts) = await desk.KeepAsync(CaseFile.Unpinned, By(context), new UnpinBody(about.Kind, about.Id, item.Id));
        await WriteAsync(context, counts ? about : throw new Refusal(ProblemKind.CaseConflict, "This pin has been taken off already."));
    }

    private async Task AttachAsync(HttpContext context)
    {
        var about = await SubjectAsync(context);
        var query = new QueryReader(context.Request);
        var name = FileName(query.Text("name", limits.AttachmentNameChars) ?? throw new Refusal(ProblemKind.Missing, "'name' is required here.") { Parameter = "name" });
        var text = query.Text("text", limits.NoteChars);
        using var body = await PooledBody.ReadAsync(context, limits.AttachmentBytes, budget);
        if (body.Whole.IsEmpty)
        {
            throw new Refusal(ProblemKind.EmptyBody, "A file without a byte is no evidence.");
        }

        // The bytes first: an entry in the journal must never name what is not there.
        var hash = await store.KeepAsync(body.Whole, context.RequestAborted);
        await desk.KeepAsync(CaseFile.Attached, By(context), new AttachmentBody(about.Kind, about.Id, name, body.Whole.Length, hash, text));
        await WriteAsync(context, about);
    }

    private async Task DownloadAsync(HttpContext context)
    {
        var item = Item(context, await SubjectAsync(context), "attachment");
        byte[]? bytes;
        try
        {
            bytes = await store.ReadAsync(item.Sha256!, context.RequestAborted);
        }
        catch (InvalidDataException)
        {
            throw new Refusal(ProblemKind.AttachmentDamaged, "The file does not have the hash any more that it was attached under; restore it from a backup.");
        }

        if (bytes is null)
        {
            throw new Refusal(ProblemKind.NotFound, "The file is not here: it lies in the data folder of the silo that took it.");
        }

        await audit.NoteAsync(context, AuditActions.Export, "done", "attachment", item.Sha256, note: item.Name);
        // Never shown in a page of this origin, whatever it holds.
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(item.Name!)}";
        context.Response.Headers.ETag = $"\"{item.Sha256}\"";
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private CaseItem Item(HttpContext context, CaseSubject about, string type)
    {
        var text = (string)context.GetRouteValue("item")!;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? file.Items(about).FirstOrDefault(i => i.Id == id && i.Type == type)
                ?? throw new Refusal(ProblemKind.NotFound, "There is no such item in this case file.")
            : throw new Refusal(ProblemKind.Malformed, "An item is named by its place in the journal, a whole number.");
    }

    private async Task<CaseSubject> SubjectAsync(HttpContext context)
    {
        var (kind, id) = ((string)context.GetRouteValue("kind")!, (string)context.GetRouteValue("id")!);
        if (kind == "alerts")
        {
            return new(kind, AlertEndpoints.Find(supervision, context).Id);
        }

        if (!CaseSubject.Kinds.Contains(kind))
        {
            throw new Refusal(ProblemKind.NotFound, $"There are case files of {string.Join(", ", CaseSubject.Kinds)}.");
        }

        if (!Ids.IsId(id))
        {
            throw new Refusal(ProblemKind.Malformed, "An id is 1 to 64 of A-Z a-z 0-9 . _ : -.");
        }

        var subject = new CaseSubject(kind, id);
        await personal.CheckAsync(context, subject.Actor);
        return await supervision.ViewAsync(subject.Actor, null) is not null ? subject : throw new Refusal(ProblemKind.NotFound, PersonalData.Unknown);
    }

    private Task WriteAsync(HttpContext context, CaseSubject about) => Answer.WriteAsync(context, new CaseItems(file.Items(about)));

    private static string By(HttpContext context) => Caller.Of(context).Name;

    /// <summary>A name to show and to save under, never a path on anybody's disk.</summary>
    private static string FileName(string given)
    {
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        return name.Length > 0 && name is not ("." or "..") && !name.Any(char.IsControl) ? name
            : throw new Refusal(ProblemKind.Malformed, "'name' is a file's name.") { Parameter = "name" };
    }

    private sealed record CaseItems(IReadOnlyList<CaseItem> Items);
}
