SET LOCAL ROLE ltcactors_owner;

-- Every checkpoint of a cluster appends thousands of rows and drops as many. By the server's defaults the table was read through, and
-- analysed, after each of them. Now when as much is dropped as is left; and never for having grown, for nobody reads all of it.
-- Rows are found by their keys, whatever is known of how many there are, so nothing is gained by analysing.
ALTER TABLE orleans.OrleansStorage SET (
  autovacuum_vacuum_scale_factor = 1, autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_threshold = 2147483647);
