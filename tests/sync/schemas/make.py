"""Make the database file of a schema, as a program of its day left it.

``python -m tests.sync.schemas.make``, once when a migration was added. A file that is there is
never made again: the program that wrote it is not there any more. The rows are written by plain
SQL, as that schema knew them.
"""

from __future__ import annotations

from pathlib import Path

import apsw

from sync.chain import Head, link
from sync.store.database import migrations
from tests.sync.makers import MORNING, PERSON, sha, summary

HERE = Path(__file__).parent
KEY = bytes(range(32))
TIME = MORNING.isoformat(timespec="microseconds")
ENTRIES = {
    "11111111-0000-4000-8000-000000000001": "QUEUED",
    "11111111-0000-4000-8000-000000000002": "UNCONFIRMED",
    "11111111-0000-4000-8000-000000000003": "ACCEPTED",
    "11111111-0000-4000-8000-000000000004": "REFUSED",
}
_ROADS = {"UNCONFIRMED": ("SENDING", "UNCONFIRMED"), "ACCEPTED": ("SENDING", "ACCEPTED")} | {
    "REFUSED": ("SENDING", "REFUSED")
}


def main() -> None:
    """Make what is missing."""
    import msgspec

    for number in range(1, len(migrations()) + 1):
        path = HERE / f"{number:04}.db"
        if path.exists():
            continue
        connection = apsw.Connection(str(path))
        connection.pragma("cipher", "chacha20")
        connection.pragma("key", f"raw:{KEY.hex()}")
        for script in migrations()[:number]:
            connection.execute(script)
        connection.pragma("user_version", number)
        _fill(connection, number, msgspec.json.encode(summary(1)))
        connection.execute("VACUUM")
        connection.close()


def _fill(connection: apsw.Connection, number: int, made: bytes) -> None:
    run = connection.execute
    run("INSERT INTO fact (name, value) VALUES ('cursor', '7'), ('owner', ?)", (PERSON,))
    run(
        "INSERT INTO draft (id, revision, state, asked, updated, summary)"
        " VALUES ('d-1', 1, 'READY_TO_SIGN', 1, ?, ?)",
        (TIME, made),
    )
    run("INSERT INTO draft_file (draft, sha256, size) VALUES (1, ?, 4)", (sha(b"text"),))
    if number < 5:
        run("INSERT INTO search_head (rowid, words) VALUES (1, 'yer uchastkasini ajratish')")
    for place, (key, state) in enumerate(ENTRIES.items()):
        kind = "package" if place == 0 else "remark"
        file = sha(b"package") if place == 0 else None
        run(
            "INSERT INTO outbox (key, person, kind, draft, title, version_digest, payload, file,"
            " size, created, state, next_try) VALUES (?, ?, ?, 'd-1', 'Qaror', 'v', ?, ?, 7, ?,"
            " 'QUEUED', ?)",
            (key, PERSON, kind, b"{}", file, TIME, TIME),
        )
        for step in _ROADS.get(state, ()):
            settled = TIME if step in {"ACCEPTED", "REFUSED"} else None
            accepted = b'{"draft":"d-1","state":"IN_AGREEMENT","registration":null,"receipt":null}'
            run(
                "UPDATE outbox SET state = ?, attempts = 1, settled = ?, accepted = ?"
                + (", departed = 1" if number >= 4 else "")
                + " WHERE key = ?",
                (step, settled, accepted if step == "ACCEPTED" else None, key),
            )
    if number >= 2:
        record = link(Head(), {"event": "login", "time": TIME})
        run(
            "INSERT INTO key_log (number, digest, record) VALUES (1, ?, ?)",
            (record.digest, record.text),
        )
        run(
            "INSERT INTO journal (id, batch, place, kind, person, draft, title, version_digest,"
            " identity, token, certificate, consent, begun, changed, state)"
            " VALUES ('a-1', '', 0, 'package', ?, 'd-1', 'Qaror', 'v', ?, '1', ?, '{}', ?, ?,"
            " 'INTENDED')",
            (PERSON, b"0", '{"sha256":"ab","serial":"0a","issuer":"CN=N"}', TIME, TIME),
        )
    if number >= 3:
        run(
            "INSERT INTO note (id, person, kind, draft, version, version_digest, quote, before,"
            " after, text, begun, changed)"
            " VALUES ('n-1', ?, 'remark', 'd-1', 1, 'v', '', '', '', 'mulohaza', ?, ?)",
            (PERSON, TIME, TIME),
        )


if __name__ == "__main__":
    main()
