-- Schema 4: what may have left this station, what left it on a carrier such as a USB stick, and
-- what came in on one. Only what surely has not left can be taken back; the journal then says so.

ALTER TABLE outbox ADD COLUMN departed INTEGER NOT NULL DEFAULT 0 CHECK (departed IN (0, 1));
ALTER TABLE outbox ADD COLUMN exported TEXT;
-- The PINFL of whoever brought it here from another station; NULL for what was done here.
ALTER TABLE outbox ADD COLUMN carrier TEXT;

-- What was tried before this was written down may have left.
UPDATE outbox SET departed = 1 WHERE attempts > 0 AND settled IS NULL;

CREATE TRIGGER outbox_carrier BEFORE UPDATE ON outbox
WHEN NEW.carrier IS NOT OLD.carrier
BEGIN
  SELECT RAISE(ABORT, 'who brought it never changes');
END;

CREATE TRIGGER outbox_departed BEFORE UPDATE ON outbox
WHEN NEW.departed < OLD.departed OR (OLD.exported IS NOT NULL AND NEW.exported IS NULL)
BEGIN
  SELECT RAISE(ABORT, 'what has left never comes back');
END;

CREATE TRIGGER outbox_unconfirmed BEFORE UPDATE ON outbox
WHEN NEW.state = 'UNCONFIRMED' AND NEW.departed = 0
BEGIN
  SELECT RAISE(ABORT, 'what is unconfirmed may have left');
END;

CREATE TRIGGER outbox_cancelled BEFORE UPDATE ON outbox
WHEN NEW.state = 'REFUSED' AND (OLD.state = 'QUEUED' OR NEW.code IS 'cancelled')
  AND (OLD.state != 'QUEUED' OR OLD.departed = 1 OR OLD.exported IS NOT NULL)
BEGIN
  SELECT RAISE(ABORT, 'it may have left');
END;

DROP TRIGGER journal_road;
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

DROP TRIGGER journal_final;
CREATE TRIGGER journal_final BEFORE UPDATE ON journal
WHEN OLD.state IN ('DONE', 'NOT_SIGNED', 'UNKNOWN', 'DISCARDED')
  OR (OLD.state = 'KEPT' AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE key = OLD.entry AND state = 'REFUSED' AND code = 'cancelled'))
BEGIN
  SELECT RAISE(ABORT, 'a settled attempt is final');
END;

-- What came in on a carrier was signed elsewhere; it settles nothing here.
DROP TRIGGER outbox_settles_journal;
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
