using LtcActors.Silo.Tests.Http;

namespace LtcActors.Silo.Tests.Access;

/// <summary>A silo a test, and its administrator signed in: for tests that make accounts, lock them out, move the clock.</summary>
public abstract class AdministeredSilo : IAsyncLifetime
{
    private protected AdministeredSilo(SiloOptions? options = null) => Silo = options is null ? new() : new() { Options = options };

    private protected SiloFixture Silo { get; }

    private protected Person Administrator { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        await Silo.InitializeAsync();
        Administrator = await Person.AdministratorAsync(Silo);
    }

    public virtual async Task DisposeAsync()
    {
        Administrator.Dispose();
        await Silo.DisposeAsync();
    }
}
