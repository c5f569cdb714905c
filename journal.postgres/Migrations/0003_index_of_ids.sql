SET LOCAL ROLE ltcactors_owner;

CREATE TABLE ltcactors.run(
  id bigint PRIMARY KEY,
  level integer NOT NULL,
  bits integer NOT NULL,
  events bigint NOT NULL,
  after_seq bigint NOT NULL,
  upto_seq bigint NOT NULL,
  mark text NOT NULL);
CREATE SEQUENCE ltcactors.run_id;

CREATE TABLE ltcactors.block(
  run bigint NOT NULL,
  number bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (run, number));
-- Keys are hashes: nothing shortens them.
ALTER TABLE ltcactors.block ALTER COLUMN body SET STORAGE EXTERNAL;

GRANT SELECT, INSERT, DELETE ON ltcactors.run, ltcactors.block TO ltcactors_writer;
GRANT USAGE ON SEQUENCE ltcactors.run_id TO ltcactors_writer;
