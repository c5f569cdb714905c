using LtcActors.Silo.Audit;
using LtcActors.Silo.Desk;
using LtcActors.Silo.Exports;
using LtcActors.Silo.Hosting;
using LtcActors.Silo.Problems;
using LtcActors.Silo.Queries;

namespace LtcActors.Silo.Access;

/// <summary>Accounts: who may come in, as what, and for which districts and institutions. An administrator's, in a browser; read by quality control too.</summary>
internal sealed class AccountEndpoints(Accounts accounts, DeskBook desk, AuditLog audit, Export export, SiloOptions options, SiloLimits limits, BodyBudget budget)
{
    private const string Kind = "account";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Get("/v1/accounts", ListAsync, "The accounts").RequireAuthorization(Roles.AccessPolicy);
        routes.Post("/v1/accounts", CreateAsync, "Make an account; its first password is in the answer").RequireAuthorization(Roles.AdministratorPolicy);
        routes.Get("/v1/accounts/{id}", OneAsync, "An account").RequireAuthorization(Roles.AccessPolicy);
        routes.Post("/v1/accounts/{id}/change", ChangeAsync, "Change an account's role, scope or state").RequireAuthorization(Roles.AdministratorPolicy);
        routes.Post("/v1/accounts/{id}/password", ResetAsync, "Give an account a new first password").RequireAuthorization(Roles.AdministratorPolicy);
        routes.Post("/v1/accounts/{id}/link", LinkAsync, "Link an account with who it is to the party that signs people in, or with nobody").RequireAuthorization(Roles.AdministratorPolicy);
    }

    private async Task ListAsync(HttpContext context)
    {
        if (!await export.TryAnswerAsync(context, words => DeskTables.Accounts(accounts.All, words)))
        {
            await Answer.WriteAsync(context, new AccountList([.. accounts.All.Select(AccountInfo.Of)]));
        }
    }

    private Task OneAsync(HttpContext context) => Answer.WriteAsync(context, AccountInfo.Of(Find(context)));

    private async Task CreateAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var name = body.RequiredText("name", 64);
        if (!Ids.IsId(name))
        {
            throw new Refusal(ProblemKind.Malformed, "'name' is 1 to 64 of A-Z a-z 0-9 . _ : -.") { Pointer = "/name" };
        }

        var role = RoleOf(body) ?? throw new Refusal(ProblemKind.Missing, "'role' is required here.") { Pointer = "/role" };
        var created = new AccountCreated(
            name, body.Text("displayName", limits.NameChars), role, CodesOf(body, "districts") ?? [], CodesOf(body, "institutions") ?? [], "");
        Check(role, created.Districts, created.Institutions);
        if (accounts.Find(name) is not null)
        {
            throw Taken();
        }

        var password = Secrets.Password();
        var (_, counts) = await desk.KeepAsync(
            Accounts.Created, By(context), created with { Password = Passwords.Hash(password) },
            audit.Entry(context, AuditActions.Account, "done", Kind, name, note: $"created as {Said(role, created.Districts, created.Institutions)}"));
        if (!counts)
        {
            throw Taken();
        }

        await Answer.WriteAsync(context, new FirstPassword(AccountInfo.Of(accounts.Find(name)!), password));
    }

    private async Task ChangeAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var before = Find(context);
        RefuseFile(before);
        var after = new AccountChanged(
            before.Name, body.Text("displayName", limits.NameChars) ?? before.DisplayName, RoleOf(body) ?? before.Role,
            CodesOf(body, "districts") ?? before.Districts, CodesOf(body, "institutions") ?? before.Institutions,
            body.Flag("disabled") ?? before.Disabled);
        Check(after.Role, after.Districts, after.Institutions);
        if (before.Name == By(context) && (after.Disabled || after.Role != before.Role))
        {
            throw new Refusal(ProblemKind.AccessConflict, "Nobody takes his own role away: ask another administrator.");
        }

        var note = $"{Said(after.Role, after.Districts, after.Institutions)}{(after.Disabled ? ", disabled" : "")}";
        await desk.KeepAsync(Accounts.Changed, By(context), after, audit.Entry(context, AuditActions.Account, "done", Kind, before.Name, note: note));
        await Answer.WriteAsync(context, AccountInfo.Of(Find(context)));
    }

    private async Task ResetAsync(HttpContext context)
    {
        var account = Find(context);
        RefuseFile(account);
        var password = Secrets.Password();
        await desk.KeepAsync(
            Accounts.PasswordSet, By(context), new AccountPassword(account.Name, Passwords.Hash(password), MustChange: true, null),
            audit.Entry(context, AuditActions.Account, "done", Kind, account.Name, note: "password reset"));
        await Answer.WriteAsync(context, new FirstPassword(AccountInfo.Of(Find(context)), password));
    }

    private async Task LinkAsync(HttpContext context)
    {
        using var body = await JsonBody.ReadAsync(context, limits.CommandBytes, budget);
        var account = Find(context);
        RefuseFile(account);
        var authority = options.Oidc.Issuer
            ?? throw new Refusal(ProblemKind.AccessConflict, "Nobody else signs people in here: the silo was started without --oidc-authority.");
        var external = body.Text("externalId", limits.ExternalIdChars);
        var (_, counts) = await desk.KeepAsync(
            Accounts.Linked, By(context), new AccountLinked(account.Name, authority, external),
            audit.Entry(context, AuditActions.Account, "done", Kind, account.Name, note: external is null ? "link ended" : $"linked with {external}"));
        if (!counts)
        {
            throw new Refusal(ProblemKind.AccessConflict, "Another account is linked with it already.") { Pointer = "/externalId" };
        }

        await Answer.WriteAsync(context, AccountInfo.Of(Find(context)));
    }

    private static string By(HttpContext context) => Caller.Of(context).Name;

    private static string Said(string role, IReadOnlyList<string> districts, IReadOnlyList<string> institutions) =>
        $"{role}; districts {All(districts)}; institutions {All(institutions)}";

    private static string All(IReadOnlyList<string> codes) => codes.Count == 0 ? "all" : string.Join(' ', codes);

    private static Refusal Taken() => new(ProblemKind.NameTaken, "An account of this name is there already.") { Pointer = "/name" };

    private static void RefuseFile(Account account)
    {
        if (account.IsOfFile)
        {
            throw new Refusal(ProblemKind.AccessConflict, "This account is of access.json: whoever runs the silo changes it there.");
        }
    }

    private static void Check(string role, IReadOnlyList<string> districts, IReadOnlyList<string> institutions)
    {
        if (Roles.NeedsScope(role) && districts.Count == 0 && institutions.Count == 0)
        {
            throw new Refusal(ProblemKind.Missing, $"A {role} is one of some districts or institutions: 'districts' must name one.") { Pointer = "/districts" };
        }
    }

    private static string? RoleOf(JsonBody body) => body.Text("role", 40) is not { } role ? null
        : Roles.OfPeople.Contains(role) ? role
        : throw new Refusal(ProblemKind.UnknownValue, $"'role' is one of {string.Join(", ", Roles.OfPeople)}.") { Pointer = "/role" };

    private IReadOnlyList<string>? CodesOf(JsonBody body, string name) => body.Texts(name, limits.ScopeItems, 64) is not { } codes ? null
        : codes.All(Ids.IsId) ? codes
        : throw new Refusal(ProblemKind.Malformed, $"Each of '{name}' is 1 to 64 of A-Z a-z 0-9 . _ : -.") { Pointer = "/" + name };

    private Account Find(HttpContext context) => accounts.Find((string)context.GetRouteValue("id")!)
        ?? throw new Refusal(ProblemKind.NotFound, "There is no account of this name.");

    private sealed record AccountList(IReadOnlyList<AccountInfo> Items);

    private sealed record FirstPassword(AccountInfo Account, string Password);

    /// <summary>An account as others see it: never the password's hash.</summary>
    private sealed record AccountInfo(
        string Name, string? DisplayName, string Role, IReadOnlyList<string> Districts, IReadOnlyList<string> Institutions, bool Disabled,
        bool MustChange, string Source, string? CreatedBy, DateTimeOffset? CreatedAt, string? ExternalId)
    {
        public static AccountInfo Of(Account a) => new(
            a.Name, a.DisplayName, a.Role, a.Districts, a.Institutions, a.Disabled, a.MustChange, a.IsOfFile ? "file" : "desk", a.CreatedBy, a.CreatedAt, a.External?.Id);
    }
}
