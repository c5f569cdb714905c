using LtcActors.Engine.Alerts;
using LtcActors.Engine.Ports;
using LtcActors.Silo.Access;
using LtcActors.Silo.Audit;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Texts;

namespace LtcActors.Silo.Packets;

/// <summary>Evidence packets: made of alerts, then fetched as files.</summary>
internal sealed class PacketEndpoints(
    ISupervision supervision, PacketMaker maker, IPacketShelf shelf, AuditLog audit, SiloLimits limits, BodyBudget budget)
{
    private const int PurposeChars = 200;
    private const int IdChars = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Post("/v1/packets", MakeAsync, "Make an evidence packet of alerts: {alerts, purpose, language?}").RequireAuthorization(Roles.RevealPolicy);
        routes.Get("/v1/packets/{id}/{file}", FileAsync, "A file of a packet that was just made").RequireAuthorization(Roles.RevealPolicy);
    }

    private async Task MakeAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var ids = body.RequiredTexts("alerts", Packet.MaxAlerts, IdChars);
        var purpose = body.RequiredText("purpose", PurposeChars);
        var words = Words.In(body.Text("language", 8))
            ?? throw new Refusal(ProblemKind.UnknownValue, "'language' is zh or en.") { Pointer = "/language" };
        var caller = Caller.Of(context);
        var packet = await maker.MakeAsync([.. ids.Select(id => Find(caller, id))], caller, purpose, words);
        var made = PacketArchive.Of(packet);
        // The note of the packet is what it is held against later: that it was made here, and as it is. Those of the people are how it is
        // found by whoever asks who has seen one of them. All in one commit: none is shown of whom no note is durable.
        await supervision.RecordAsync(
        [
            audit.Entry(context, AuditActions.Export, "shown", PacketVerifier.AuditKind, made.Sha256, purpose, string.Join(' ', ids)),
            .. packet.People.Select(p => audit.Entry(context, AuditActions.Export, "shown", AuditLog.KindOf(p.Kind), p.Id, purpose, $"packet {made.Sha256}")),
        ]);
        await shelf.AddAsync(made, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.Headers.Location = $"/v1/packets/{made.Id}/{PacketArchive.Zip}";
        await Answer.WriteAsync(context, new MadePacket(
            made.Id, made.Sha256, made.MadeAt, [.. made.Files.Select(f => new MadeFile(f.Name, f.Content.Length, f.Sha256))]));
    }

    private AlertRecord Find(Caller caller, string id)
    {
        var alert = supervision.Alert(id);
        return alert is not null && caller.Scope.Sees(alert)
            ? alert
            : throw new Refusal(ProblemKind.NotFound, "There is no alert with one of these ids.") { Pointer = "/alerts", OutOfScope = alert is null ? null : ("alert", id) };
    }

    private async Task FileAsync(HttpContext context)
    {
        var name = (string)context.GetRouteValue("file")!;
        var id = (string)context.GetRouteValue("id")!;
        var files = await shelf.FindAsync(id, Caller.Of(context).Name, context.RequestAborted)
            ?? throw new Refusal(ProblemKind.NotFound, "There is no packet of yours with this id; it is kept for some minutes. Make it again.");
        var file = files.FirstOrDefault(f => f.Name == name)
            ?? throw new Refusal(ProblemKind.NotFound, $"A packet has the files {string.Join(", ", files.Select(f => f.Name))}.");
        if (name == PacketArchive.Page)
        {
            // Shown, so that it can be printed; everything else is kept.
            context.Response.Headers.ContentSecurityPolicy = PacketPage.SecurityPolicy;
            context.Response.Headers.XFrameOptions = "SAMEORIGIN";
            context.Response.ContentType = file.MediaType;
            await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
            return;
        }

        using var content = new MemoryStream(file.Content, 0, file.Content.Length, writable: false, publiclyVisible: true);
        await Answer.FileAsync(context, content, file.MediaType, $"evidence-{id}{Path.GetExtension(name)}");
    }

    private sealed record MadePacket(string Id, string Sha256, DateTimeOffset MadeAt, IReadOnlyList<MadeFile> Files);

    private sealed record MadeFile(string Name, int Bytes, string Sha256);
}
