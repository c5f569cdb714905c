using System.Collections.Immutable;
using System.Security.Claims;
using LtcActors.Engine.Alerts;
using LtcActors.Silo.Desk;

namespace LtcActors.Silo.Access;

/// <summary>A secret that a program sends events with, kept as its hash.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Sources">Beginnings of the sources it may send; empty: any.</param>
/// <param name="CaregiverId">The one caregiver whose events it may send.</param>
internal sealed record IssuedToken(
    string Id, string Name, string Role, string Sha256, IReadOnlyList<string> Sources, string? CaregiverId, bool Revoked, string IssuedBy,
    DateTimeOffset IssuedAt, DateTimeOffset? RotatedAt, DateTimeOffset? RevokedAt)
{
    /// <summary>Whoever comes by it.</summary>
    public ClaimsPrincipal MakePrincipal() => new Caller(Name, Role, Scope.All) { Bound = new(Sha256, CaregiverId, Sources) }.Principal();
}

internal sealed record TokenIssued(string Id, string Name, string Role, string Sha256, IReadOnlyList<string> Sources, string? CaregiverId);

internal sealed record TokenRotated(string Id, string Sha256);

internal sealed record TokenRevoked(string Id);

/// <summary>The tokens that administrators have issued.</summary>
internal sealed class Tokens : IDeskPart
{
    public const string Issued = "token.issued";
    public const string Rotated = "token.rotated";
    public const string RevokedKind = "token.revoked";

    private ImmutableSortedDictionary<string, IssuedToken> byId = ImmutableSortedDictionary.Create<string, IssuedToken>(StringComparer.Ordinal);
    private volatile ImmutableDictionary<string, ClaimsPrincipal> byHash = ImmutableDictionary.Create<string, ClaimsPrincipal>(StringComparer.Ordinal);

    public IReadOnlyList<string> Kinds { get; } = [Issued, Rotated, RevokedKind];

    /// <summary>All that there ever were, the latest last.</summary>
    public IReadOnlyList<IssuedToken> All => [.. Volatile.Read(ref byId).Values.OrderBy(t => t.IssuedAt).ThenBy(t => t.Id, StringComparer.Ordinal)];

    public IssuedToken? Find(string id) => Volatile.Read(ref byId).GetValueOrDefault(id);

    /// <returns>Who holds the secret; null when nobody does, or no more.</returns>
    public ClaimsPrincipal? Of(ReadOnlySpan<char> secret) =>
        secret.Length is 0 or > Secrets.MaxChars || byHash.IsEmpty ? null
            // By the hash of 256 random bits: the time a look-up takes tells nothing of them.
            : byHash.GetValueOrDefault(Convert.ToHexStringLower(Secrets.Hash(secret)));

    /// <summary>Whether the secret that somebody came in by still opens anything.</summary>
    public bool IsCurrent(TokenBound bound) => byHash.ContainsKey(bound.Sha256);

    public bool Apply(DeskEntry entry)
    {
        switch (entry.Kind)
        {
            case Issued:
                var i = entry.Read<TokenIssued>();
                return !byId.ContainsKey(i.Id) && Put(
                    null, new(i.Id, i.Name, i.Role, i.Sha256, i.Sources, i.CaregiverId, false, entry.By, entry.At, null, null));
            case Rotated:
                var r = entry.Read<TokenRotated>();
                return byId.TryGetValue(r.Id, out var rotated) && !rotated.Revoked && Put(rotated, rotated with { Sha256 = r.Sha256, RotatedAt = entry.At });
            case RevokedKind:
                return byId.TryGetValue(entry.Read<TokenRevoked>().Id, out var revoked) && !revoked.Revoked
                    && Put(revoked, revoked with { Revoked = true, RevokedAt = entry.At });
            default:
                throw new ArgumentOutOfRangeException(nameof(entry), entry.Kind, "No such kind.");
        }
    }

    private bool Put(IssuedToken? before, IssuedToken after)
    {
        var hashes = before is null ? byHash : byHash.Remove(before.Sha256);
        byHash = after.Revoked ? hashes : hashes.SetItem(after.Sha256, after.MakePrincipal());
        Volatile.Write(ref byId, byId.SetItem(after.Id, after));
        return true;
    }
}
