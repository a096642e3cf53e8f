-- Schema 3: what a person has begun to write, and the versions of drafts that are kept to be
-- compared. A note is the person's own: nothing that happens to a draft reaches it.

CREATE TABLE note (
  row            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  person         TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('remark', 'answer')),
  draft          TEXT NOT NULL,
  version        INTEGER NOT NULL,
  version_digest TEXT NOT NULL,
  file           TEXT,
  page           INTEGER,
  quote          TEXT NOT NULL,
  before         TEXT NOT NULL,
  after          TEXT NOT NULL,
  text           TEXT NOT NULL,
  begun          TEXT NOT NULL,
  changed        TEXT NOT NULL
) STRICT;
CREATE INDEX note_by_draft ON note (draft, person);
CREATE UNIQUE INDEX note_answer ON note (person, draft, version_digest) WHERE kind = 'answer';

CREATE TRIGGER note_identity BEFORE UPDATE ON note
WHEN NEW.id IS NOT OLD.id OR NEW.person IS NOT OLD.person OR NEW.kind IS NOT OLD.kind
  OR NEW.draft IS NOT OLD.draft OR NEW.version_digest IS NOT OLD.version_digest
BEGIN
  SELECT RAISE(ABORT, 'a note stays with its version');
END;

-- A remark leaves under the name of its note, so the note ends in the transaction that queues it
-- and can be queued once. What was written for an answer ends with the answer.
CREATE TRIGGER outbox_ends_note AFTER INSERT ON outbox
BEGIN
  DELETE FROM note WHERE id = NEW.key
    OR (kind = 'answer' AND NEW.kind = 'agreement' AND person = NEW.person
        AND draft = NEW.draft AND version_digest = NEW.version_digest);
END;

CREATE TABLE version (
  draft  TEXT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  digest TEXT NOT NULL,
  body   BLOB NOT NULL,
  PRIMARY KEY (draft, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE version_file (
  draft  TEXT NOT NULL,
  number INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (draft, number, sha256),
  FOREIGN KEY (draft, number) REFERENCES version (draft, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX version_file_by_content ON version_file (sha256);

CREATE TRIGGER version_has_files AFTER INSERT ON version
BEGIN
  INSERT OR IGNORE INTO version_file (draft, number, sha256)
  SELECT NEW.draft, NEW.number, json_extract(CAST(NEW.body AS TEXT), '$.text.sha256')
  UNION
  SELECT NEW.draft, NEW.number, json_extract(value, '$.file.sha256')
  FROM json_each(CAST(NEW.body AS TEXT), '$.annexes');
END;

-- What somebody answered can be compared later without a line, whatever the feed brings.
CREATE TRIGGER outbox_keeps_version AFTER INSERT ON outbox
BEGIN
  INSERT OR IGNORE INTO version (draft, number, digest, body)
  SELECT draft.id, json_extract(CAST(detail.body AS TEXT), '$.summary.version'),
    NEW.version_digest, detail.body
  FROM draft JOIN detail ON detail.draft = draft.row
  WHERE draft.id = NEW.draft
    AND json_extract(CAST(detail.body AS TEXT), '$.summary.version_digest') = NEW.version_digest;
END;

-- And what somebody wrote about, so that the place is found again in a later one.
CREATE TRIGGER note_keeps_version AFTER INSERT ON note
BEGIN
  INSERT OR IGNORE INTO version (draft, number, digest, body)
  SELECT draft.id, NEW.version, NEW.version_digest, detail.body
  FROM draft JOIN detail ON detail.draft = draft.row
  WHERE draft.id = NEW.draft
    AND json_extract(CAST(detail.body AS TEXT), '$.summary.version_digest') = NEW.version_digest;
END;
