using LtcActors.Grains.Rows;

namespace LtcActors.Grains.Tests;

public class OwedRowsTests
{
    [Fact]
    public void Who_is_of_an_earlier_generation_owes_no_row_to_a_checkpoint_of_the_next()
    {
        var owed = new OwedRows();
        Assert.Null(owed.Of(1));
        var rows = owed.Rows = new CapturedRows(generation: 1, checkpoint: 7, []);
        Assert.Same(rows, owed.Of(1));
        owed.Rows = new CapturedRows(generation: 2, checkpoint: 8, []);
        Assert.Null(owed.Of(1));
        owed.Rows = null;
        Assert.Null(owed.Of(2));
    }
}
