namespace LtcActors.Domain;

/// <summary>A bank account, a telephone number or a card terminal.</summary>
public enum AccountKind { Bank, Phone, Terminal }

public enum HolderKind { Person, Caregiver, Institution }

public abstract partial record Fact
{
    /// <summary>A register says whose the account is: paid to, called at, or in whose hands the terminal is.</summary>
    /// <param name="AccountId">Stands for the account's number, which is never told: a hash of it, the same everywhere.</param>
    /// <param name="Until">Last day; none: until further notice.</param>
    public sealed record AccountRegistered(
        string AccountId, AccountKind Kind, HolderKind Holder, string HolderId, DateOnly From, DateOnly? Until) : Fact;

    /// <summary>A person's benefit was paid to the account, its card read by the terminal, or the call about it taken at the number.</summary>
    public sealed record AccountUsed(string AccountId, AccountKind Kind, string PersonId, string? ClaimId) : Fact;

    /// <summary>Two insured persons are relatives of each other.</summary>
    public sealed record PersonRelated(string PersonId, string OtherId, string Relation) : Fact;
}
