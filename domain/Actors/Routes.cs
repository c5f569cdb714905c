using System.Security.Cryptography;
using System.Text;
using LtcActors.Domain.Caregivers;
using LtcActors.Domain.Shelves;

namespace LtcActors.Domain.Actors;

/// <summary>Which actors a fact is delivered to: its subject, and whoever else must fold it.</summary>
public static class Routes
{
    /// <summary>At most this many actors hear one fact.</summary>
    public const int Max = 5;

    /// <param name="to">At least <see cref="Max"/> long.</param>
    /// <returns>How many of <paramref name="to"/> were filled.</returns>
    public static int Of(Fact fact, Span<ActorId> to)
    {
        var n = 0;
        switch (fact)
        {
            case Fact.VisitTracked f:
                to[n++] = ActorId.Person(f.PersonId);
                to[n++] = ActorId.Caregiver(f.CaregiverId);
                n = Device(f.DeviceId, to, n);
                break;
            case Fact.VisitChecked f:
                to[n++] = ActorId.Person(f.PersonId);
                to[n++] = ActorId.Caregiver(f.CaregiverId);
                n = Device(f.DeviceId, to, n);
                if (f.IsCheckIn && f.InstitutionId is { } at)
                {
                    to[n++] = ActorId.Institution(at);
                }

                n = Shelves(f, to, n);
                break;
            case Fact.CaregiverTracked f:
                to[n++] = ActorId.Caregiver(f.CaregiverId);
                n = Device(f.DeviceId, to, n);
                break;
            case Fact.CaregiverRegistered f:
                to[n++] = ActorId.Caregiver(f.CaregiverId);
                if (f.IdNumber is { } number)
                {
                    to[n++] = ActorId.RealName(HashOf(number));
                }

                break;
            case Fact.PersonDied f:
                to[n++] = ActorId.Person(f.PersonId);
                to[n++] = ActorId.Binding(f.PersonId);
                break;
            case Fact.BindingRequested f: to[n++] = ActorId.Binding(f.PersonId); break;
            case Fact.BindingApproved f: to[n++] = ActorId.Binding(f.PersonId); break;
            case Fact.BindingEnded f: to[n++] = ActorId.Binding(f.PersonId); break;
            case Fact.PersonRegistered f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PersonMoved f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PersonAssessed f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PersonReviewed f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PersonArranged f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PersonConfirmed f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PersonHospitalised f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PersonDischarged f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PersonAway f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PlanFiled f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.AssessmentApplied f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.KinshipRecorded f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.WelfareReported f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.WelfareVisited f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.QualityScored f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.PlanChanged f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.VisitReassigned f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.VisitAudited f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.ClaimSubmitted f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.CaregiverTrained f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.CaregiverPractised f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.CaregiverReassigned f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.CaregiverAbsent f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.CaregiverCertified f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.CaregiverInterviewed f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.CaregiverExempted f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.CaregiverDeclared f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.CaregiverLeft f: to[n++] = ActorId.Caregiver(f.CaregiverId); break;
            case Fact.InstitutionDesignated f: to[n++] = ActorId.Institution(f.InstitutionId); break;
            case Fact.InstitutionSuspended f: to[n++] = ActorId.Institution(f.InstitutionId); break;
            case Fact.InstitutionResumed f: to[n++] = ActorId.Institution(f.InstitutionId); break;
            case Fact.RectificationOrdered f: to[n++] = ActorId.Institution(f.InstitutionId); break;
            case Fact.RectificationAccepted f: to[n++] = ActorId.Institution(f.InstitutionId); break;
            case Fact.InstitutionTerminated f: to[n++] = ActorId.Institution(f.InstitutionId); break;
            case Fact.BeaconInstalled f: to[n++] = ActorId.Person(f.PersonId); break;
            case Fact.DeviceRegistered f:
                to[n++] = ActorId.Device(f.DeviceId);
                if (f.CaregiverId is { } holder)
                {
                    to[n++] = ActorId.Caregiver(holder);
                }

                break;
            case Fact.AccountRegistered f:
                to[n++] = ActorId.Account(f.AccountId);
                to[n++] = f.Holder switch
                {
                    HolderKind.Person => ActorId.Person(f.HolderId),
                    HolderKind.Caregiver => ActorId.Caregiver(f.HolderId),
                    _ => ActorId.Institution(f.HolderId),
                };
                break;
            case Fact.AccountUsed f:
                to[n++] = ActorId.Account(f.AccountId);
                to[n++] = ActorId.Person(f.PersonId);
                break;
            case Fact.PersonRelated f:
                to[n++] = ActorId.Person(f.PersonId);
                if (f.OtherId != f.PersonId)
                {
                    to[n++] = ActorId.Person(f.OtherId);
                }

                break;
            case Fact.EventWithdrawn: break; // The engine resolves it: the actors of the event withdrawn are rebuilt without it.
            default: throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "A fact without a route.");
        }

        return n;
    }

    /// <summary>
    /// Whether an actor of the kind folds the fact, or only has it in its history: tracks are by far the most facts, and a person's
    /// state does not depend on them; whose an account is, the account keeps.
    /// </summary>
    public static bool Folds(ActorKind kind, Fact fact) => fact switch
    {
        Fact.VisitTracked => kind != ActorKind.Person,
        Fact.AccountRegistered or Fact.AccountUsed => kind == ActorKind.Account,
        _ => true,
    };

    /// <summary>The id under which a real name is kept: never the identity number itself.</summary>
    public static string HashOf(string idNumber) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idNumber.ToUpperInvariant())).AsSpan(0, 16));

    /// <summary>What was signed or photographed lies on shelves, where a colleague's like it is found; all else costs nothing there.</summary>
    private static int Shelves(Fact.VisitChecked fact, Span<ActorId> to, int n)
    {
        if (fact.SignatureHash is not null && Prints.SignatureOf(fact) is var signature and not 0)
        {
            to[n++] = ShelfKey.Of(PrintKind.Signature, signature).Id;
        }

        if (fact.PhotoHash is not null && Prints.PhotoOf(fact, out _) is var photo and not 0)
        {
            to[n++] = ShelfKey.Of(PrintKind.Photo, photo).Id;
        }

        return n;
    }

    private static int Device(string? deviceId, Span<ActorId> to, int n)
    {
        if (deviceId is not null)
        {
            to[n++] = ActorId.Device(deviceId);
        }

        return n;
    }
}
