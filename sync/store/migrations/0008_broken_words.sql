-- Schema 8: a word that a line's end breaks is found whole too, so the index is made again.

INSERT INTO fact (name, value) SELECT 'search_due', 'all' WHERE EXISTS (SELECT 1 FROM draft)
  ON CONFLICT (name) DO UPDATE SET value = 'all';
