namespace LtcActors.Grains.Interfaces.Wire;

/// <summary>
/// Which written snapshots count. Entities write theirs one by one, so those of a checkpoint that was never completed lie about; its
/// number, and every other between the last complete one and the first of the next generation, is void for ever.
/// </summary>
/// <param name="Completed">Number of the last checkpoint that all have written; 0: none.</param>
/// <param name="Voids">Numbers that do not count: after the first of a pair, up to and with the second.</param>
[GenerateSerializer, Immutable, Alias("ltc.checkpoints")]
public sealed record Checkpoints([property: Id(0)] long Completed, [property: Id(1)] NumberRange[] Voids)
{
    public static Checkpoints None { get; } = new(0, []);

    // Apart: actors ask with every call while a checkpoint is written, and the lambda would be made before anything is compared.
    public bool Counts(long number) => number > 0 && number <= Completed && !IsVoid(number);

    /// <summary>As it stands when a generation begins whose checkpoints have numbers from <paramref name="first"/> on.</summary>
    public Checkpoints Before(long first) => first - 1 > Completed ? this with { Voids = [.. Voids, new(Completed, first - 1)] } : this;

    /// <summary>As it stands when everything written so far is thrown away.</summary>
    public Checkpoints Without(long last) => new(0, [new(0, last)]);

    private bool IsVoid(long number) => Array.Exists(Voids, v => number > v.After && number <= v.To);
}

[GenerateSerializer, Immutable, Alias("ltc.range")]
public readonly record struct NumberRange([property: Id(0)] long After, [property: Id(1)] long To);
