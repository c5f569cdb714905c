using System.Buffers;
using LtcActors.Domain.Actors;
using LtcActors.Silo.Problems;

namespace LtcActors.Silo.Queries;

/// <summary>Ids as the contract has them.</summary>
internal static class Ids
{
    private static readonly SearchValues<char> Chars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    /// <summary>The entity that the route's <c>id</c> names.</summary>
    public static ActorId Of(HttpContext context, Func<string, ActorId> actor)
    {
        var id = (string)context.GetRouteValue("id")!;
        return IsId(id) ? actor(id) : throw new Refusal(ProblemKind.Malformed, "An id is 1 to 64 of A-Z a-z 0-9 . _ : -.");
    }

    public static bool IsId(string text) => text.Length is >= 1 and <= 64 && !text.AsSpan().ContainsAnyExcept(Chars);
}
