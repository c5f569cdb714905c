namespace LtcActors.Silo.Hosting;

/// <summary>Keeps in the database what is to be there for minutes alone.</summary>
internal interface ISwept
{
    /// <summary>Deletes what is over. Waits for the database.</summary>
    /// <exception cref="Engine.Ports.JournalUnavailableException">The database does not answer.</exception>
    void Sweep();
}
