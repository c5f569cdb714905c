namespace LtcActors.Simulator;

/// <summary>Faces and devices: IDN-01, DEV-01.</summary>
internal static class IdentityOffences
{
    public static IReadOnlyList<Story> Stories { get; } =
    [
        new("IDN-01", [StrangerInAndOut, StrangerTriesTwice, JustBelow], [OneBadPhotograph, ExactlyTheThreshold]),
        new("DEV-01", [SamePhoneSameDay, AMinuteShortOfADay], [HandedOverAfterADay, SharedTablet]),
    ];

    private static void Faces(Scene s, bool crime, double face, double faceOut, double? retry = null)
    {
        var (carer, person) = (s.Carer(), s.Client());
        s.Routine(person, carer, s.NotMid);
        var visit = s.Visit(person, carer, s.At(s.Mid, 9), but: v => v with { FaceIn = face, FaceOut = faceOut, FaceRetry = retry });
        if (crime)
        {
            s.World.Expect("IDN-01", "P1", "the face did not match twice", caregiver: carer, visits: [visit]);
        }
    }

    private static void StrangerInAndOut(Scene s) => Faces(s, true, 0.41, 0.52);

    private static void StrangerTriesTwice(Scene s) => Faces(s, true, 0.76, 0.93, retry: 0.6);

    private static void JustBelow(Scene s) => Faces(s, true, 0.799, 0.799);

    private static void OneBadPhotograph(Scene s) => Faces(s, false, 0.91, 0.55);

    private static void ExactlyTheThreshold(Scene s) => Faces(s, false, 0.8, 0.8, retry: 0.8);

    /// <summary>A colleague uses the first caregiver's telephone, so long after its last use.</summary>
    private static void Borrow(Scene s, TimeSpan after, bool crime)
    {
        var (owner, person, colleague, other) = (s.Carer(), s.Client(), s.Carer(), s.Client());
        s.Routine(person, owner, s.BeforeMid);
        var last = s.Visit(person, owner, s.At(s.Mid, 9));
        var borrowed = s.Visit(other, colleague, last.Out!.Value + after, but: v => v with { DeviceId = owner.DeviceId });
        // From then on the owner has another.
        var next = s.World.NewDevice();
        s.World.Log.Add("agency", "ltc.device.registered", next, s.At(s.Mid + 1, 7), new { CaregiverId = owner.Id });
        s.Routine(person, owner, d => d > s.Mid + 1, v => v with { DeviceId = next });
        if (crime)
        {
            s.World.Expected.Add(new ExpectedAlert(
                "DEV-01", "P2", $"two accounts on one telephone within {after}", DeviceId: owner.DeviceId,
                Aliases: [owner.Id, colleague.Id], EventIds: [.. borrowed.Events.Select(e => e.Id)]));
        }
    }

    private static void SamePhoneSameDay(Scene s) => Borrow(s, TimeSpan.FromHours(3), crime: true);

    private static void AMinuteShortOfADay(Scene s) => Borrow(s, new TimeSpan(23, 59, 0), crime: true);

    private static void HandedOverAfterADay(Scene s) => Borrow(s, TimeSpan.FromHours(24), crime: false);

    private static void SharedTablet(Scene s)
    {
        var tablet = s.World.NewSharedTablet(s.Agency);
        foreach (var hour in (int[])[0, 2])
        {
            var (carer, person) = (s.Carer(), s.Client());
            s.Routine(person, carer, but: v => v with { DeviceId = tablet, In = v.In.AddHours(hour), Out = v.Out?.AddHours(hour) });
        }
    }
}
