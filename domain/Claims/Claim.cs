using LtcActors.Domain.Actors;

namespace LtcActors.Domain.Claims;

/// <summary>A line of a claim as the person keeps it: which day, and which visit it says it pays.</summary>
internal readonly record struct LineKept(DateOnly Date, string? VisitId);

/// <summary>A claim as the person keeps it. Where two facts hold one claim id, the earlier counts.</summary>
internal sealed record Claim(
    string ClaimId, DateOnly Month, string? InstitutionId, string? CaregiverId, decimal Amount, LineKept[] Lines, FactRef Fact)
{
    public static Claim Of(FactRef at, Fact.ClaimSubmitted fact)
    {
        var lines = new LineKept[fact.Lines.IsDefaultOrEmpty ? 0 : fact.Lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new(fact.Lines[i].Date, fact.Lines[i].VisitId);
        }

        return new(fact.ClaimId, fact.Month, fact.InstitutionId, fact.CaregiverId, fact.Amount, lines, at);
    }

    public void Write(StateWriter to)
    {
        to.Text(ClaimId);
        to.Day(Month);
        to.Text(InstitutionId);
        to.Text(CaregiverId);
        foreach (var part in decimal.GetBits(Amount))
        {
            to.Int(part);
        }

        to.List(Lines, static (w, line) =>
        {
            w.Day(line.Date);
            w.Text(line.VisitId);
        });
        to.Ref(Fact);
    }

    public static Claim Read(StateReader from) => new(
        from.Text(), from.Day(), from.OptionalText(), from.OptionalText(),
        new decimal([from.Int(), from.Int(), from.Int(), from.Int()]),
        [.. from.List(static r => new LineKept(r.Day(), r.OptionalText()))], from.Ref());
}
