namespace LtcActors.Grains.Rows;

/// <summary>A row of grain storage that is bytes of ours.</summary>
[GenerateSerializer, Alias("ltc.page")]
public sealed class RowRecord
{
    [Id(0)]
    public byte[] Bytes { get; set; } = [];
}
