namespace LtcActors.Simulator;

/// <summary>What a device says of where it is.</summary>
internal readonly record struct Fix(Position At, int Accuracy, bool Mock = false);

/// <summary>A visit as it is to be written; defaults make an honest one at the person's home.</summary>
internal sealed record VisitSpec(Person Person, Caregiver Caregiver, DateTimeOffset In, DateTimeOffset? Out)
{
    /// <summary>Of the plan's item; default: as the visit itself.</summary>
    public (DateTimeOffset Start, DateTimeOffset End)? Plan { get; init; }
    public bool Planned { get; init; } = true;
    /// <summary>Whom the plan names, when a colleague stands in.</summary>
    public Caregiver? PlannedCaregiver { get; init; }
    /// <summary>When that was settled; default: in the morning of the day.</summary>
    public DateTimeOffset? ReassignedAt { get; init; }
    public string? Place { get; init; }
    /// <summary>Codes of the services planned, and of those done.</summary>
    public IReadOnlyList<string> PlannedServices { get; init; } = ["HB-01"];
    public IReadOnlyList<string> Services { get; init; } = ["HB-01"];
    public string? InstitutionId { get; init; }
    public Position? At { get; init; }
    public string? DeviceId { get; init; }
    public string Feed { get; init; } = "app";
    /// <summary>How far the device's clock is ahead; the times above are the true ones.</summary>
    public TimeSpan ClockAhead { get; init; }
    public string Channel { get; init; } = "mobile";
    public Fix? FixIn { get; init; }
    public Fix? FixOut { get; init; }
    public bool LocationOffIn { get; init; }
    public bool LocationOffOut { get; init; }
    public double? FaceIn { get; init; }
    public double? FaceOut { get; init; }
    /// <summary>Score of a first attempt at checking in, 20 s before the one that counts.</summary>
    public double? FaceRetry { get; init; }
    public bool Tracks { get; init; } = true;
    public bool Spike { get; init; }
    /// <summary>Tracked points sent instead of the usual ones.</summary>
    public IReadOnlyList<(TimeSpan After, Fix Fix)>? TrackFixes { get; init; }
    /// <summary>Hash of the photograph at the check-in.</summary>
    public string? Photo { get; init; }
    /// <summary>Hash of the signature; default: one of its own.</summary>
    public string? Signature { get; init; }
    public bool NoSignature { get; init; }
    /// <summary>Who signs, by an id of its own.</summary>
    public string? Signer { get; init; }
    public bool ByProxy { get; init; }
    /// <summary>Device of the check-out, when it is another.</summary>
    public string? DeviceOut { get; init; }
    /// <summary>Beacons heard at the check-in.</summary>
    public IReadOnlyList<string>? Beacons { get; init; }
    public bool Tampered { get; init; }
    /// <summary>The check-in is told by a rooted device, the track by an app with a debugger attached.</summary>
    public bool Rooted { get; init; }
    public bool Debugged { get; init; }
    /// <summary>Score of the insured person's face, at both ends.</summary>
    public double? PersonFace { get; init; }
    /// <summary>The first face shown at the check-in is not a living one.</summary>
    public bool NotLive { get; init; }
    /// <summary>Caregivers that the plan calls for.</summary>
    public int Staff { get; init; } = 1;
    /// <summary>After each end, by the sender's word; default: the delay, if there was one.</summary>
    public TimeSpan? Uploaded { get; init; }
    /// <summary>Until the device was online again.</summary>
    public TimeSpan Delay { get; init; }
    /// <summary>Of the check-in alone.</summary>
    public TimeSpan? DelayIn { get; init; }
    /// <summary>When all that waited off line was uploaded at once; the delays are then of no meaning.</summary>
    public DateTimeOffset? SentAt { get; init; }
    /// <summary>Never checked in.</summary>
    public bool NotIn { get; init; }
}

internal sealed partial class World
{
    /// <summary>Position noise of a good day: what is reported is farther off the larger the accuracy it claims.</summary>
    public Fix Noisy(Position truly)
    {
        var accuracy = Rng.Int(5, 40);
        var off = Math.Min(Math.Abs(Rng.Gaussian()) * accuracy * 0.6, 80);
        return new Fix(truly.Move(off, Rng.Between(0, 2 * Math.PI)), accuracy);
    }

    /// <summary>Writes the plan item and the events of a visit.</summary>
    public Visit Visit(VisitSpec v)
    {
        var visitId = NewId("v", ++_visits);
        LastVisitor[v.Person.Id] = v.Caregiver;
        var institutionId = v.InstitutionId ?? v.Caregiver.InstitutionId;
        See(v.Caregiver.Id, Time.Day(v.In));
        See(institutionId, Time.Day(v.In));
        var itemId = v.Planned ? PlanItem(v, visitId) : null;
        var place = v.At ?? v.Person.Home;
        var device = v.DeviceId ?? v.Caregiver.DeviceId;
        var hasFix = v.Channel is "mobile" or "beacon";
        var events = new List<CityEvent>();

        void End(bool isIn, DateTimeOffset at, double face)
        {
            var off = isIn ? v.LocationOffIn : v.LocationOffOut;
            var fix = (isIn ? v.FixIn : v.FixOut) ?? Noisy(place);
            var told = at + v.ClockAhead;
            events.Add(Log.Add(v.Feed, isIn ? "ltc.visit.checked-in" : "ltc.visit.checked-out", v.Person.Id, told, new
            {
                VisitId = visitId,
                CaregiverId = v.Caregiver.Id,
                InstitutionId = institutionId,
                ItemId = itemId,
                Position = hasFix && !off ? new { fix.At.Lat, fix.At.Lon, fix.Accuracy, Mock = fix.Mock ? true : (bool?)null } : null,
                LocationOff = off ? true : (bool?)null,
                DeviceId = isIn ? device : v.DeviceOut ?? device,
                v.Channel,
                ReasonCode = v.Channel == "mobile" ? null : "phone-broken",
                Face = v.Channel == "mobile" ? new { Score = face, Live = !(isIn && v.NotLive && events.Count == 0) } : null,
                PersonFace = v.PersonFace is { } known ? new { Score = known, Live = true } : null,
                PhotoHash = isIn ? v.Photo : null,
                Beacons = isIn ? v.Beacons?.Select(b => new { BeaconId = b, Tampered = v.Tampered ? true : (bool?)null }) : null,
                Services = isIn ? null : v.Services.Select(code => new { Code = code, Minutes = Math.Max(0, (int)(at - v.In).TotalMinutes / v.Services.Count) }),
                UploadedAt = v.SentAt ?? told + (v.Uploaded ?? (v.Delay > TimeSpan.Zero ? v.Delay : null)),
                Rooted = isIn && v.Rooted ? true : (bool?)null,
                SignerId = isIn ? null : v.Signer,
                SignedByProxy = !isIn && v.ByProxy ? true : (bool?)null,
                SignatureHash = isIn || v.NoSignature ? null : v.Signature ?? Rng.NextULong().ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
            }, v.SentAt - told ?? (isIn ? v.DelayIn ?? v.Delay : v.Delay)));
        }

        if (v.FaceRetry is { } first)
        {
            End(true, v.In.AddSeconds(-20), first);
        }

        if (!v.NotIn)
        {
            End(true, v.In, v.FaceIn ?? Face());
        }

        Track(v, visitId, place, device);
        if (v.Out is { } until)
        {
            End(false, until, v.FaceOut ?? Face());
        }

        return new Visit(visitId, v.Person, v.Caregiver, institutionId, events[0].Time, v.Out + v.ClockAhead, events);
    }

    /// <summary>Points between two places, spread evenly over the time in between.</summary>
    public void Transit(Caregiver caregiver, Position from, Position to, DateTimeOffset left, DateTimeOffset arrived)
    {
        if (Options.TrackPoints == 0)
        {
            return;
        }

        var points = Enumerable.Range(1, Options.TrackPoints).Select(i =>
        {
            var share = (double)i / (Options.TrackPoints + 1);
            return (left.AddSeconds(Math.Round((arrived - left).TotalSeconds * share)), Noisy(from.Towards(to, share)));
        }).ToList();
        TransitPoints(caregiver, points);
    }

    public void TransitPoints(Caregiver caregiver, IReadOnlyList<(DateTimeOffset Time, Fix Fix)> points) =>
        Log.Add("app", "ltc.caregiver.tracked", caregiver.Id, points[^1].Time, new { Points = Points(points), caregiver.DeviceId });

    private double Face() => Math.Round(Rng.Between(0.86, 0.99), 3);

    private void Track(VisitSpec v, string visitId, Position place, string device)
    {
        if (!v.Tracks || Options.TrackPoints == 0 || v.Channel != "mobile" || v.LocationOffIn || v.LocationOffOut || v.Out is not { } until)
        {
            return;
        }

        if (v.TrackFixes is { } given)
        {
            Send([.. given.Select(g => (v.In + g.After + v.ClockAhead, g.Fix))]);
            return;
        }

        var length = (until - v.In).TotalSeconds;
        var batch = Options.TrackPoints * (double)Options.TrackSeconds;
        for (var half = 0; half < 2 && batch * 2.2 < length; half++)
        {
            if (Rng.Chance(0.05))
            {
                continue; // A gap: no signal.
            }

            var start = v.In.AddSeconds(Math.Round(length * (0.05 + 0.5 * half)));
            // A lone point kilometres away, as between high-rises; its neighbours in the batch are right.
            var spike = v.Spike && half == 0 && Options.TrackPoints >= 3 ? Options.TrackPoints / 2 : -1;
            Send([.. Enumerable.Range(0, Options.TrackPoints).Select(i => (
                start.AddSeconds(i * Options.TrackSeconds) + v.ClockAhead,
                i == spike ? new Fix(place.Move(Rng.Between(2_500, 4_000), Rng.Between(0, 6.28)), Rng.Int(15, 60)) : Noisy(place)))]);
        }

        void Send(IReadOnlyList<(DateTimeOffset Time, Fix Fix)> points) =>
            Log.Add(v.Feed, "ltc.visit.tracked", v.Person.Id, points[^1].Time, new
            {
                VisitId = visitId,
                CaregiverId = v.Caregiver.Id,
                Points = Points(points),
                DeviceId = device,
                Debugged = v.Debugged ? true : (bool?)null,
            }, v.SentAt - points[^1].Time ?? v.Delay);
    }

    private static object Points(IEnumerable<(DateTimeOffset Time, Fix Fix)> points) => points.Select(p => new
    {
        p.Time,
        p.Fix.At.Lat,
        p.Fix.At.Lon,
        p.Fix.Accuracy,
        Mock = p.Fix.Mock ? true : (bool?)null,
    });
}
