-- Schema 1. A migration stands alone: it names no code and is never edited after a release.

CREATE TABLE fact (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the list needs is in columns; what it shows is in one blob, so that ten thousand rows are
-- ten thousand decodings and nothing else.
CREATE TABLE draft (
  row      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  state    TEXT NOT NULL,
  asked    INTEGER NOT NULL,
  updated  TEXT NOT NULL,
  indexed  TEXT,
  summary  BLOB NOT NULL
) STRICT;
CREATE INDEX draft_by_state ON draft (state, updated DESC);
CREATE INDEX draft_by_time ON draft (updated DESC);
CREATE INDEX draft_asked ON draft (updated DESC) WHERE asked = 1;

CREATE TABLE detail (
  draft    INTEGER PRIMARY KEY REFERENCES draft (row) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  text     TEXT NOT NULL,
  body     BLOB NOT NULL
) STRICT;

CREATE TABLE draft_file (
  draft  INTEGER NOT NULL REFERENCES draft (row) ON DELETE CASCADE,
  sha256 TEXT NOT NULL,
  size   INTEGER NOT NULL,
  PRIMARY KEY (draft, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_file_by_content ON draft_file (sha256);

-- Both tables hold folded text only and keep no copy of it; the row is the draft's.
CREATE VIRTUAL TABLE search_head USING fts5 (
  words, content = '', contentless_delete = 1, prefix = '2 3',
  tokenize = 'ascii'
);
CREATE VIRTUAL TABLE search_text USING fts5 (
  words, content = '', contentless_delete = 1, prefix = '3',
  tokenize = 'ascii'
);

-- No foreign key leads here, so nothing that happens to a draft can reach what a person signed.
CREATE TABLE outbox (
  row            INTEGER PRIMARY KEY,
  key            TEXT NOT NULL UNIQUE,
  person         TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('package', 'agreement', 'remark', 'return', 'reject')),
  draft          TEXT NOT NULL,
  title          TEXT NOT NULL,
  version_digest TEXT NOT NULL,
  payload        BLOB NOT NULL,
  file           TEXT,
  size           INTEGER NOT NULL,
  created        TEXT NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('QUEUED', 'SENDING', 'ACCEPTED', 'REFUSED', 'UNCONFIRMED')),
  attempts       INTEGER NOT NULL DEFAULT 0,
  failures       INTEGER NOT NULL DEFAULT 0,
  next_try       TEXT NOT NULL,
  upload         TEXT,
  code           TEXT,
  detail         TEXT,
  accepted       BLOB,
  settled        TEXT,
  CHECK ((kind = 'package') = (file IS NOT NULL)),
  CHECK ((state = 'ACCEPTED') = (accepted IS NOT NULL)),
  CHECK ((state IN ('ACCEPTED', 'REFUSED')) = (settled IS NOT NULL))
) STRICT;
CREATE INDEX outbox_open ON outbox (state, next_try) WHERE settled IS NULL;
CREATE INDEX outbox_by_draft ON outbox (draft);

CREATE TRIGGER outbox_starts_queued BEFORE INSERT ON outbox
WHEN NEW.state != 'QUEUED' OR NEW.attempts != 0
BEGIN
  SELECT RAISE(ABORT, 'an entry starts queued');
END;

CREATE TRIGGER outbox_identity BEFORE UPDATE ON outbox
WHEN NEW.row IS NOT OLD.row OR NEW.key IS NOT OLD.key OR NEW.person IS NOT OLD.person
  OR NEW.kind IS NOT OLD.kind OR NEW.draft IS NOT OLD.draft OR NEW.title IS NOT OLD.title
  OR NEW.version_digest IS NOT OLD.version_digest OR NEW.payload IS NOT OLD.payload
  OR NEW.created IS NOT OLD.created
BEGIN
  SELECT RAISE(ABORT, 'what was queued never changes');
END;

CREATE TRIGGER outbox_file BEFORE UPDATE ON outbox
WHEN (NEW.file IS NOT OLD.file OR NEW.size IS NOT OLD.size)
  AND (OLD.state != 'QUEUED' OR OLD.attempts != 0)
BEGIN
  SELECT RAISE(ABORT, 'a package is fixed from its first sending on');
END;

CREATE TRIGGER outbox_road BEFORE UPDATE ON outbox
WHEN NEW.state IS NOT OLD.state AND OLD.state || '>' || NEW.state NOT IN (
  'QUEUED>SENDING', 'QUEUED>REFUSED',
  'SENDING>QUEUED', 'SENDING>ACCEPTED', 'SENDING>REFUSED', 'SENDING>UNCONFIRMED',
  'UNCONFIRMED>QUEUED', 'UNCONFIRMED>ACCEPTED', 'UNCONFIRMED>REFUSED'
)
BEGIN
  SELECT RAISE(ABORT, 'no such step');
END;

CREATE TRIGGER outbox_settled BEFORE UPDATE ON outbox
WHEN OLD.settled IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'a settled entry is final');
END;

CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox
WHEN OLD.state != 'REFUSED'
BEGIN
  SELECT RAISE(ABORT, 'only a refused entry can be forgotten');
END;
