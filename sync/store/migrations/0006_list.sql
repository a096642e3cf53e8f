-- The list of drafts in its order, with what groups it, without reading one summary: an index that
-- holds all of it is a tenth of the table. It begins like draft_by_time, which goes.
CREATE INDEX draft_listed ON draft (updated DESC, row DESC, id, state, asked, revision);
DROP INDEX draft_by_time;
