namespace LtcActors.Journal.Segments.State;

/// <summary>Where chunks of actors' rows lie. All of it is called within the transaction of a checkpoint.</summary>
internal interface IChunkFile
{
    /// <param name="number">Higher than that of every chunk there has been.</param>
    /// <param name="rows">Of the actors, one after the other; used again when this returns.</param>
    /// <param name="lines">Of the directory, in the order of the rows; used again when this returns.</param>
    void Put(long number, ReadOnlySpan<byte> rows, ReadOnlySpan<byte> lines);

    /// <summary>Reads a chunk, and drops it.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    (byte[] Rows, byte[] Lines) Take(long number);
}
