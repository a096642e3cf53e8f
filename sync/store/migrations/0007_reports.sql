-- Schema 7: the journal knows signatures under verification reports. What a kind may be is a
-- constraint of the table, so the table is made again; none of its rows changes.

DROP TRIGGER outbox_settles_journal;

-- Values refer to their attempts and stand aside meanwhile.
CREATE TABLE value_aside AS SELECT * FROM signature_value;
DELETE FROM signature_value;

CREATE TABLE journal_new (
  row            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  batch          TEXT NOT NULL,
  place          INTEGER NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('package', 'agreement', 'sign_in', 'report')),
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
INSERT INTO journal_new SELECT * FROM journal;
DROP TABLE journal;
ALTER TABLE journal_new RENAME TO journal;
CREATE INDEX journal_open ON journal (state) WHERE state IN ('INTENDED', 'ASKED', 'MADE');
CREATE INDEX journal_by_draft ON journal (draft, row);

INSERT INTO signature_value SELECT * FROM value_aside;
DROP TABLE value_aside;

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
  'MADE>ASKED', 'MADE>KEPT', 'MADE>DONE', 'MADE>DISCARDED',
  'KEPT>DISCARDED'
)
BEGIN
  SELECT RAISE(ABORT, 'no such step');
END;

CREATE TRIGGER journal_final BEFORE UPDATE ON journal
WHEN OLD.state IN ('DONE', 'NOT_SIGNED', 'UNKNOWN', 'DISCARDED')
  OR (OLD.state = 'KEPT' AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE key = OLD.entry AND state = 'REFUSED' AND code = 'cancelled'))
BEGIN
  SELECT RAISE(ABORT, 'a settled attempt is final');
END;

CREATE TRIGGER journal_kept BEFORE DELETE ON journal
BEGIN
  SELECT RAISE(ABORT, 'an attempt is never forgotten');
END;

CREATE TRIGGER journal_drops_values AFTER UPDATE ON journal
WHEN NEW.state IN ('KEPT', 'DONE', 'NOT_SIGNED', 'UNKNOWN', 'DISCARDED')
BEGIN
  DELETE FROM signature_value WHERE attempt = NEW.id;
END;

CREATE TRIGGER outbox_settles_journal AFTER INSERT ON outbox
WHEN NEW.kind IN ('package', 'agreement') AND NEW.carrier IS NULL
BEGIN
  UPDATE journal SET state = 'KEPT', entry = NEW.key, changed = NEW.created
  WHERE row = (
    SELECT max(row) FROM journal
    WHERE state = 'MADE' AND kind = NEW.kind AND draft = NEW.draft
      AND version_digest = NEW.version_digest
      AND purpose = NEW.kind
  );
END;
