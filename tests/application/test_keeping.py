"""What lies on the disk of a station, and how an office takes it away from afar."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from eqaror_desktop.demo import PIN
from eqaror_desktop.messages import Messages
from sync.entries import OutboxKind, OutboxState
from sync.errors import StationForgotten
from sync.folding import fold
from sync.wire import RemarkRequest
from tests.application.conftest import Station

WRITES: list[Path] = []
_WATCHED = [False]


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _WATCHED[0] and event == "open" and isinstance(arguments[0], (str, bytes)):
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            WRITES.append(Path(os.fsdecode(arguments[0])))


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """Every file that was opened for writing, wherever it lies and if it is gone again."""
    sys.addaudithook(_note)
    place = tmp_path / "temporary"
    place.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    WRITES.clear()
    _WATCHED[0] = True

    def told() -> list[Path]:
        _WATCHED[0] = False
        return [*WRITES, *place.rglob("*")]

    return told


def forms(text: str) -> set[bytes]:
    """How a text can lie on a disk."""
    found = {text, text.upper(), text.lower(), fold(text)}
    return {
        form.encode(code) for form in found for code in ("utf-8", "utf-16-le", "utf-16-be")
    } - {b""}


def readable(places: list[Path], texts: set[str]) -> set[tuple[str, str]]:
    sought = [(text, form) for text in texts for form in forms(text)]
    found = set()
    for path in places:
        if path.is_file():
            content = path.read_bytes()
            found |= {(path.name, text) for text, form in sought if form in content}
    return found


def test_a_day_of_work_leaves_nothing_readable(
    station: Station, written: Callable[[], list[Path]]
) -> None:
    with station.open() as application:
        station.sign_in(application)
        application.index_texts()
        wanted, *_ = station.to_sign(application)
        draft = application.draft(wanted.id)
        text = application.file(draft.text)
        application.drafts(search=wanted.title.split()[0])
        plan = application.desk.plan_signing(wanted.id)
        (signed,) = application.desk.sign([plan], bytearray(PIN))
        assert signed.error is None
        application.sync()
        me = application.person()
        assert me is not None
        secrets = {
            PIN.decode(),
            me.person.name,
            me.person.pinfl,
            draft.signer.name,
            *(item.title for item in application.drafts(limit=5)),
            *(item.drafter for item in application.drafts(limit=5)),
            *(entry.organisation.name for entry in draft.trail),
            *(name for name in (draft.legal_basis,) if name),
        }
        assert text.startswith(b"%PDF")
        profile = [path for path in station.profile.rglob("*") if path.is_file()]
        assert any(path.name == "store.db-wal" and path.stat().st_size for path in profile)
        # While everything is open, the log full, and files without a name still held.
        held = [*Path("/proc/self/fd").iterdir()]
        assert readable(profile + held, secrets) == set()
        assert not any(text[:64] in path.read_bytes() for path in profile)
    places = written()
    outside = {
        str(path)
        for path in places
        if not path.is_relative_to(station.profile) and not str(path).startswith("/dev/")
    }
    # The witness of the profile is beside it on purpose (docs/decisions/0027).
    witnesses = [path for path in outside if "/eqaror-desktop/profiles/" in path]
    assert witnesses
    assert readable([*Path(witnesses[0]).parent.iterdir()], secrets) == set()
    # The interpreter keeps compiled modules beside their sources.
    others = ("softhsm", "tokens", "__pycache__", "/eqaror-desktop/profiles/")
    assert {path for path in outside if not any(name in path for name in others)} == set()
    profile = [path for path in station.profile.rglob("*") if path.is_file()]
    assert readable(profile, secrets) == set()
    # The look can find something: each form of each text.
    for text_ in secrets:
        for form in forms(text_):
            (station.profile / "note").write_bytes(b"\0" + form + b"\0")
            assert readable([station.profile / "note"], {text_})


def test_an_office_has_a_lost_station_forgotten(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        wanted, *_ = station.to_sign(application)
        draft = application.draft(wanted.id)
        application.file(draft.text)
        me = application.person()
        assert me is not None
        listed = station.administer("station", "list", "--pinfl", me.person.pinfl)
        (session,) = listed.json["sessions"]
        done = station.administer(
            "station", "forget", "--pinfl", me.person.pinfl, "--session", session["session"]
        )
        assert done.json == {"forgotten": 1}
        again = station.administer("station", "forget", "--pinfl", me.person.pinfl)
        assert again.code == 1
        entry = application.store.outbox.queue(
            OutboxKind.REMARK,
            RemarkRequest(wanted.version, None, None, "", "mulohaza"),
            person=me.person.pinfl,
            draft=wanted.id,
            title=wanted.title,
            version_digest=wanted.version_digest,
        )
        with pytest.raises(StationForgotten) as caught:
            application.sync()
        assert caught.value.waiting == 1
        assert "1" in Messages.load("en").error(caught.value).cure
        assert application.drafts() == ()
        assert not application.store.files.has(draft.text.sha256)
        assert application.person() is None
        assert application.secrets.get("session") is None
        kept = application.store.outbox.entry(entry.key)
        assert kept.state is OutboxState.QUEUED
    with station.open() as application:
        # Whoever may still sign in here goes on, and what waited is sent under its own key.
        station.sign_in(application)
        assert application.store.outbox.entry(entry.key).state is OutboxState.ACCEPTED
        assert application.drafts()


@pytest.mark.long
def test_the_store_on_the_command_line(station: Station) -> None:
    with station.open() as application:
        station.sign_in(application)
        before = application.store.keys
        count = application.store.drafts.count()
    shown = station.eqaror("store", "--json").json
    assert (shown["drafts"], shown["waiting"]) == (count, 0)
    assert station.eqaror("store", "rotate-key").code == 0
    checked = station.eqaror("store", "check", "--json")
    assert (checked.code, checked.json["sound"]) == (0, True)
    assert checked.json["key_since"] > shown["key_since"]
    with station.open() as application:
        assert application.store.keys.files[1:] == before.files
    # Damage is told once, by whatever command comes first.
    path = station.profile / "store.db"
    raw = bytearray(path.read_bytes())
    for place in range(5000, len(raw), 4096):
        raw[place] ^= 1
    path.write_bytes(raw)
    first = station.eqaror("store")
    assert "[STORE-RESCUED]" in first.err
    assert station.eqaror("store").err == ""
    assert [*station.profile.glob("damaged-*/store.db")]
