SET LOCAL ROLE ltcactors_owner;

-- Snapshots are built anew from the journal: nothing is carried over.
DROP TABLE ltcactors.actor;
DELETE FROM ltcactors.history_page;
DELETE FROM ltcactors.state_page;
DELETE FROM ltcactors.keyed_row;
UPDATE ltcactors.checkpoint SET position = 0;

CREATE TABLE ltcactors.actor_chunk(
  number bigint PRIMARY KEY CHECK (number > 0),
  rows bytea NOT NULL,
  lines bytea NOT NULL);
-- Read soon or never, and gone after some checkpoints: compressing costs more than it saves.
ALTER TABLE ltcactors.actor_chunk ALTER COLUMN rows SET STORAGE EXTERNAL, ALTER COLUMN lines SET STORAGE EXTERNAL;

GRANT SELECT, INSERT, DELETE ON ltcactors.actor_chunk TO ltcactors_writer;
GRANT SELECT ON ltcactors.actor_chunk TO ltcactors_reader;
