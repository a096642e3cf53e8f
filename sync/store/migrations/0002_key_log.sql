-- Schema 2: the log of every use of a key, and the journal of what was intended and what became
-- of it. Nothing refers to drafts: what a person did outlives them.

CREATE TABLE key_log (
  number INTEGER PRIMARY KEY CHECK (number > 0),
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  record TEXT NOT NULL CHECK (json_valid(record))
) STRICT;

CREATE TRIGGER key_log_follows BEFORE INSERT ON key_log
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM key_log)
  OR json_extract(NEW.record, '$.number') IS NOT NEW.number
  OR json_extract(NEW.record, '$.previous') IS NOT coalesce(
    (SELECT digest FROM key_log WHERE number = NEW.number - 1),
    '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
  SELECT RAISE(ABORT, 'a record follows the last one');
END;

CREATE TRIGGER key_log_unchanged BEFORE UPDATE ON key_log
BEGIN
  SELECT RAISE(ABORT, 'a record never changes');
END;

CREATE TRIGGER key_log_kept BEFORE DELETE ON key_log
BEGIN
  SELECT RAISE(ABORT, 'a record is never removed');
END;

CREATE TABLE journal (
  row            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  batch          TEXT NOT NULL,
  place          INTEGER NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('package', 'agreement', 'sign_in')),
  person         TEXT NOT NULL,
  draft          TEXT NOT NULL,
  title          TEXT NOT NULL,
  version_digest TEXT NOT NULL,
  identity       BLOB NOT NULL,
  token          TEXT NOT NULL,
  certificate    TEXT NOT NULL,
  consent        TEXT NOT NULL,
  begun          TEXT NOT NULL,
  changed        TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN (
    'INTENDED', 'ASKED', 'MADE', 'KEPT', 'DONE', 'NOT_SIGNED', 'UNKNOWN', 'DISCARDED')),
  purpose        TEXT NOT NULL DEFAULT '',
  asked          INTEGER,
  made           INTEGER NOT NULL DEFAULT 0,
  moment         TEXT,
  reason         TEXT NOT NULL DEFAULT '',
  entry          TEXT UNIQUE,
  CHECK ((state = 'KEPT') = (entry IS NOT NULL))
) STRICT;
CREATE INDEX journal_open ON journal (state) WHERE state IN ('INTENDED', 'ASKED', 'MADE');
CREATE INDEX journal_by_draft ON journal (draft, row);

-- What the token gave, until the package that carries it is kept: a power cut in between loses
-- no signature.
CREATE TABLE signature_value (
  attempt   TEXT NOT NULL REFERENCES journal (id),
  digest    TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  value     BLOB NOT NULL,
  PRIMARY KEY (attempt, digest)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_starts BEFORE INSERT ON journal
WHEN NEW.state != 'INTENDED' OR NEW.made != 0
BEGIN
  SELECT RAISE(ABORT, 'an attempt starts with the intent');
END;

CREATE TRIGGER journal_identity BEFORE UPDATE ON journal
WHEN NEW.row IS NOT OLD.row OR NEW.id IS NOT OLD.id OR NEW.batch IS NOT OLD.batch
  OR NEW.place IS NOT OLD.place OR NEW.kind IS NOT OLD.kind OR NEW.person IS NOT OLD.person
  OR NEW.draft IS NOT OLD.draft OR NEW.title IS NOT OLD.title
  OR NEW.version_digest IS NOT OLD.version_digest OR NEW.identity IS NOT OLD.identity
  OR NEW.token IS NOT OLD.token OR NEW.certificate IS NOT OLD.certificate
  OR NEW.consent IS NOT OLD.consent OR NEW.begun IS NOT OLD.begun
BEGIN
  SELECT RAISE(ABORT, 'what was intended never changes');
END;

CREATE TRIGGER journal_road BEFORE UPDATE ON journal
WHEN NEW.state IS NOT OLD.state AND OLD.state || '>' || NEW.state NOT IN (
  'INTENDED>ASKED', 'INTENDED>NOT_SIGNED',
  'ASKED>MADE', 'ASKED>NOT_SIGNED', 'ASKED>UNKNOWN', 'ASKED>DISCARDED',
  'MADE>ASKED', 'MADE>KEPT', 'MADE>DONE', 'MADE>DISCARDED'
)
BEGIN
  SELECT RAISE(ABORT, 'no such step');
END;

CREATE TRIGGER journal_final BEFORE UPDATE ON journal
WHEN OLD.state IN ('KEPT', 'DONE', 'NOT_SIGNED', 'UNKNOWN', 'DISCARDED')
BEGIN
  SELECT RAISE(ABORT, 'a settled attempt is final');
END;

CREATE TRIGGER journal_kept BEFORE DELETE ON journal
BEGIN
  SELECT RAISE(ABORT, 'an attempt is never forgotten');
END;

-- "Signed, not sent" becomes true in the one transaction that puts the row into the outbox; the
-- file of a package is on disk before it.
CREATE TRIGGER outbox_settles_journal AFTER INSERT ON outbox
WHEN NEW.kind IN ('package', 'agreement')
BEGIN
  UPDATE journal SET state = 'KEPT', entry = NEW.key, changed = NEW.created
  WHERE row = (
    SELECT max(row) FROM journal
    WHERE state = 'MADE' AND kind = NEW.kind AND draft = NEW.draft
      AND version_digest = NEW.version_digest
      AND purpose = NEW.kind
  );
END;

CREATE TRIGGER journal_drops_values AFTER UPDATE ON journal
WHEN NEW.state IN ('KEPT', 'DONE', 'NOT_SIGNED', 'UNKNOWN', 'DISCARDED')
BEGIN
  DELETE FROM signature_value WHERE attempt = NEW.id;
END;
