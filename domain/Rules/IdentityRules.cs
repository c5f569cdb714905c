using System.Collections.Immutable;
using LtcActors.Domain.Caregivers;

namespace LtcActors.Domain.Rules;

/// <summary>Whether the one who came is the one who should.</summary>
public static class IdentityRules
{
    public static Rule Idn01 { get; } = new(
        "IDN-01", 1, Zh: "护理员人脸不符", En: "The caregiver's face does not match", Severity.P1,
        [new("tianjin-2023-catalogue", "4"), new("tianjin-2023-family", "5")], ["idn.face", "idn.faceFailures"]);

    public static ImmutableArray<Rule> All { get; } = [Idn01];

    internal static void OtherFace(CaregiverCase of, CareVisit visit, List<Finding> to)
    {
        if (visit.LowestFace is not { } lowest)
        {
            return;
        }

        var limits = of.On(visit.Day, visit.PersonId);
        if (lowest >= limits.Face.Value)
        {
            return;
        }

        var failed = visit.Checks.Where(c => c.Face < limits.Face.Value).ToList();
        if (failed.Count >= limits.FaceFailures.Count)
        {
            var evidence = new EvidenceList();
            failed.ForEach(c => evidence.Add(c.Ref, c.Note));
            to.Add(of.Find(
                Idn01, visit.Key, Severity.P1, visit.At, evidence,
                [
                    Figure.Against("lowestScore", lowest, limits.Face),
                    Figure.Against("failures", failed.Count, limits.FaceFailures),
                ],
                [visit]));
        }
    }
}
