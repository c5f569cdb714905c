using LtcActors.Grains.Rows;
using Orleans.Serialization;
using Orleans.Storage;

namespace LtcActors.Silo.Cluster;

/// <summary>
/// Writes what Orleans' own serializer of rows does, into an array of the size it will have: rows of a checkpoint come by the thousand,
/// and that one begins with a small array and doubles it until they fit.
/// </summary>
internal sealed class RowSerializer(Serializer serializer) : IGrainStorageSerializer
{
    /// <summary>Around the bytes of a row.</summary>
    private const int Envelope = 128;

    public BinaryData Serialize<T>(T? input)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>((input is RowRecord row ? row.Bytes.Length : 0) + Envelope);
        serializer.Serialize(input, buffer);
        return new BinaryData(buffer.WrittenMemory);
    }

    public T Deserialize<T>(BinaryData input) => serializer.Deserialize<T>(input.ToMemory())!;
}
