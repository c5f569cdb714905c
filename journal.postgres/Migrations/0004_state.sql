SET LOCAL ROLE ltcactors_owner;

CREATE TABLE ltcactors.checkpoint(
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  position bigint NOT NULL);
INSERT INTO ltcactors.checkpoint VALUES (1, 0);

CREATE TABLE ltcactors.actor(
  kind smallint NOT NULL,
  id text COLLATE "C" NOT NULL,
  deadline bigint,
  history_tail bytea NOT NULL,
  state bytea NOT NULL,
  PRIMARY KEY (kind, id)) WITH (fillfactor = 70);
-- Rewritten often and small: compressing costs more than it saves.
ALTER TABLE ltcactors.actor ALTER COLUMN state SET STORAGE EXTERNAL;

CREATE TABLE ltcactors.history_page(
  kind smallint NOT NULL,
  id text COLLATE "C" NOT NULL,
  first_seq bigint NOT NULL,
  seqs bytea NOT NULL,
  PRIMARY KEY (kind, id, first_seq));

CREATE TABLE ltcactors.state_page(
  kind smallint NOT NULL,
  id text COLLATE "C" NOT NULL,
  number integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (kind, id, number));

CREATE TABLE ltcactors.keyed_row(
  tbl text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (tbl, key)) WITH (fillfactor = 70);

GRANT SELECT, UPDATE ON ltcactors.checkpoint TO ltcactors_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ltcactors.actor, ltcactors.history_page, ltcactors.state_page, ltcactors.keyed_row TO ltcactors_writer;
GRANT SELECT ON ltcactors.checkpoint, ltcactors.actor, ltcactors.history_page, ltcactors.state_page, ltcactors.keyed_row TO ltcactors_reader;
