namespace LtcActors.Domain;

public abstract partial record Fact
{
    public sealed record BindingRequested(string PersonId, string CaregiverId, DateOnly On, string? Relation) : Fact;

    public sealed record BindingApproved(string PersonId, string CaregiverId, DateOnly On) : Fact;

    /// <param name="On">First day on which the binding is no longer in force.</param>
    public sealed record BindingEnded(string PersonId, string CaregiverId, DateOnly On, string? Reason) : Fact;
}
