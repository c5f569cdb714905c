using LtcActors.Grains.Rows;

namespace LtcActors.Grains.Tests;

public class OwedRowsTests
{
    [Fact]
    public void Who_still_owes_a_row_to_an_earlier_checkpoint_owes_none_to_the_next()
    {
        var owed = new OwedRows();
        Assert.Null(owed.Of(7));
        var rows = owed.Rows = new CapturedRows(7, []);
        Assert.Same(rows, owed.Of(7));
        owed.Rows = new CapturedRows(8, []);
        Assert.Null(owed.Of(7));
        owed.Rows = null;
        Assert.Null(owed.Of(8));
    }
}
