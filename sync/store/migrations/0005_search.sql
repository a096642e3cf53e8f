-- Schema 5: search over everything that is known of a draft, not its head and text alone.
--
-- A draft has one number in all three indexes. It grows with every change, so "newest first" is the
-- order of the indexes themselves, and a search ends with the first page instead of sorting all it
-- found. None of them keeps a copy of the words. The page size leaves room for what encryption
-- adds to a page of the file; with the usual one, every page of an index would spill into a second.

DROP TABLE search_head;
DROP TABLE search_text;
ALTER TABLE draft DROP COLUMN indexed;

CREATE TABLE search_draft (
  number INTEGER PRIMARY KEY,
  draft  INTEGER NOT NULL UNIQUE REFERENCES draft (row),
  id     TEXT NOT NULL,
  day    INTEGER NOT NULL
) STRICT;
CREATE INDEX search_draft_by_day ON search_draft (day);

-- Title, number and the like, loosely and strictly folded, with the filters' keys beside them.
CREATE VIRTUAL TABLE search_head USING fts5 (
  words, exact, content = '', contentless_delete = 1, prefix = '1 2 3 4 5 6',
  tokenize = 'ascii'
);
-- Which words a draft has anywhere, each once: small, and all that most searches need.
CREATE VIRTUAL TABLE search_word USING fts5 (
  words, content = '', contentless_delete = 1, prefix = '1 2 3 4 5 6 7 8', detail = none,
  tokenize = 'ascii'
);
-- All words in their order, for phrases.
CREATE VIRTUAL TABLE search_phrase USING fts5 (
  words, content = '', contentless_delete = 1,
  tokenize = 'ascii'
);
INSERT INTO search_head (search_head, rank) VALUES ('pgsz', 4000);
INSERT INTO search_word (search_word, rank) VALUES ('pgsz', 4000);
INSERT INTO search_phrase (search_phrase, rank) VALUES ('pgsz', 4000);

-- What the filters offer: authorities ("a") and organisations that were asked to agree ("o").
CREATE TABLE search_name (
  kind TEXT NOT NULL CHECK (kind IN ('a', 'o')),
  stir TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (kind, stir)
) STRICT, WITHOUT ROWID;

-- The text of each file, compressed, read out of it once.
CREATE TABLE file_text (
  sha256 TEXT PRIMARY KEY,
  body   BLOB NOT NULL
) STRICT;

-- Whatever removes a draft removes it from the search in the same step.
CREATE TRIGGER draft_leaves_search BEFORE DELETE ON draft
BEGIN
  DELETE FROM search_head WHERE rowid = (SELECT number FROM search_draft WHERE draft = OLD.row);
  DELETE FROM search_word WHERE rowid = (SELECT number FROM search_draft WHERE draft = OLD.row);
  DELETE FROM search_phrase WHERE rowid = (SELECT number FROM search_draft WHERE draft = OLD.row);
  DELETE FROM search_draft WHERE draft = OLD.row;
END;

CREATE TRIGGER file_leaves_search AFTER DELETE ON draft_file
WHEN NOT EXISTS (SELECT 1 FROM draft_file WHERE sha256 = OLD.sha256)
BEGIN
  DELETE FROM file_text WHERE sha256 = OLD.sha256;
END;

-- The folding of words is the program's; what is here already it indexes when it has time. A later
-- change of the folding puts this fact here again.
INSERT INTO fact (name, value) SELECT 'search_due', 'all' WHERE EXISTS (SELECT 1 FROM draft);
