SET LOCAL ROLE ltcactors_owner;

CREATE TABLE ltcactors.meta(key text PRIMARY KEY, value text NOT NULL);
INSERT INTO ltcactors.meta VALUES ('version', '1'), ('journal', replace(gen_random_uuid()::text, '-', ''));

CREATE TABLE ltcactors.batch(
  first_seq bigint PRIMARY KEY CHECK (first_seq > 0),
  events integer NOT NULL CHECK (events >= 0),
  decisions integer NOT NULL CHECK (decisions >= 0),
  recorded_at bigint NOT NULL,
  codec smallint NOT NULL,
  size integer NOT NULL CHECK (size >= 0),
  body bytea NOT NULL,
  CHECK (events + decisions > 0));
-- Deflated already: the server is not to try again.
ALTER TABLE ltcactors.batch ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE TABLE ltcactors.decision(
  seq bigint PRIMARY KEY,
  kind smallint NOT NULL,
  recorded_at bigint NOT NULL,
  body bytea NOT NULL);

-- What is written once is never changed: nobody but the owner could, and nobody is the owner while the program runs.
GRANT SELECT ON ltcactors.meta TO ltcactors_writer;
GRANT SELECT, INSERT ON ltcactors.batch, ltcactors.decision TO ltcactors_writer;
GRANT SELECT ON ltcactors.meta, ltcactors.batch, ltcactors.decision TO ltcactors_reader;

CREATE TABLE ltcactors.lease(
  id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  token bigint NOT NULL,
  session bigint NOT NULL,
  instance text NOT NULL,
  holder text NOT NULL,
  renewed_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL) WITH (fillfactor = 10);
INSERT INTO ltcactors.lease VALUES (1, 0, 0, '', '', '-infinity', '-infinity');
GRANT SELECT, UPDATE ON ltcactors.lease TO ltcactors_writer;
GRANT SELECT ON ltcactors.lease TO ltcactors_reader;
