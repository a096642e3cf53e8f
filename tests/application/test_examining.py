"""Examined once for each content, named with file and page, and decided by the office's policy."""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

import pytest

from eqaror_desktop.commands import Context
from eqaror_desktop.commands.examine import run as examine_files
from eqaror_desktop.commands.sign import _show as show_plan
from eqaror_desktop.content_check import content_check, finding_lines, readers_check
from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.token_rows import check_rows
from eqaror_desktop.errors import NotAllowed
from eqaror_desktop.examining import Examined, Examiner, open_stored
from eqaror_desktop.findings import CheckCode, CheckState, Named, blocking
from eqaror_desktop.flows.plans import SigningPlan
from eqaror_desktop.messages import Messages
from eqaror_desktop.readers.programs import Reader
from resources import resource
from signing.examine.budget import Limits
from signing.examine.finding import Finding, FindingCode
from sync import wire
from sync.cancel import Cancelled
from sync.cancel import check as check_wanted
from sync.station import Store
from tests.application.conftest import Station
from tests.application.test_checks import DRAFT, answers
from tests.signing import hostile_pdfs as hostile
from tests.sync.conftest import open_store
from ui.rows import CheckState as Shown

LINK = Finding(FindingCode.LINK, 3, "https://misol.example/")
SCRIPT = Finding(FindingCode.JAVASCRIPT, 2, "app.alert(1)")
CLEAN, CLICKED, ACTS = Examined(0, ()), Examined(1, (LINK,)), Examined(2, (SCRIPT, LINK))
REPAIRED = Examined(2, (Finding(FindingCode.DAMAGED, None, "startxref"),))
ABSENT = Examined(3, None)
LANGUAGES = ("en", "uz", "uz_Cyrl", "ru")


@pytest.mark.parametrize(
    ("files", "policy", "state"),
    [
        ((CLEAN,), "stop", CheckState.OK),
        ((CLEAN, CLICKED), "stop", CheckState.WARNING),
        ((CLEAN, ACTS), "stop", CheckState.FAILED),
        ((CLEAN, ACTS), "warn", CheckState.WARNING),
        ((CLEAN, ABSENT), "stop", CheckState.SKIPPED),
        ((CLICKED, ABSENT), "stop", CheckState.SKIPPED),
        ((ABSENT, ACTS), "stop", CheckState.FAILED),
        ((ABSENT, ACTS), "warn", CheckState.SKIPPED),
        ((CLEAN, REPAIRED), "warn", CheckState.FAILED),
        ((CLEAN, REPAIRED), "stop", CheckState.FAILED),
    ],
)
def test_the_policy_decides(files: tuple[Examined, ...], policy: str, state: CheckState) -> None:
    check = content_check(files, policy)  # type: ignore[arg-type]
    assert (check.code, check.state) == (CheckCode.CONTENT, state)
    assert len(check.named) == sum(len(item.findings or ()) for item in files)


def test_what_could_not_be_examined_stops_like_what_acts() -> None:
    for code in (FindingCode.UNREADABLE, FindingCode.TOO_LARGE, FindingCode.ENCRYPTED):
        check = content_check([Examined(0, (Finding(code),))], "stop")
        assert check.state is CheckState.FAILED


def test_a_script_in_an_annex_stops_the_signature() -> None:
    found = answers(examined=(CLEAN, ACTS))
    assert found[CheckCode.CONTENT].named == (Named(2, SCRIPT), Named(2, LINK))
    assert blocking(found.values()) == ("content",)


def test_each_line_names_file_page_and_words() -> None:
    messages = Messages.load("en")
    check = content_check((CLEAN, CLICKED, ACTS), "stop")
    assert finding_lines(check, messages) == (
        "Annex 1, page 3: a link that leads out: https://misol.example/",
        "Annex 2, page 2: a script that runs by itself: app.alert(1)",
        "Annex 2, page 3: a link that leads out: https://misol.example/",
    )
    whole = content_check([Examined(0, (Finding(FindingCode.FORM),))], "stop")
    assert finding_lines(whole, messages) == ("Text: fields that can be filled in",)
    assert finding_lines(check, messages, most=1)[1] == "and 2 more"


def test_the_dialog_lists_them_under_the_check() -> None:
    many = tuple(Finding(FindingCode.LINK, page, "https://misol.example/") for page in range(30))
    check = content_check([Examined(0, (*many, SCRIPT))], "stop")
    (row,) = check_rows((check,), Messages.load("en"))
    lines = row.reason.splitlines()
    assert lines[0].startswith("things found: 31")
    assert lines[1] == "Text, page 0: a link that leads out: https://misol.example/"
    assert (len(lines), lines[-1]) == (10, "and 23 more")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_words(language: str) -> None:
    content = resource("messages", f"{language}.toml").read_text(encoding="utf-8")
    table = tomllib.loads(content)
    assert set(table["findings"]) == {str(code) for code in FindingCode}
    messages = Messages.load(language)
    for code in FindingCode:
        for annex, page in ((None, None), (None, 2), (0, None), (0, 2), (4, None), (4, 2)):
            full = messages.finding(str(code), "seconds", page=page, annex=annex)
            bare = messages.finding(str(code), "", page=page, annex=annex)
            assert "{" not in full + bare
            assert "seconds" not in full
            assert not bare.endswith(":")
            assert (str(page) in full) is (page is not None)


# --- once for each content ---------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path) as opened:
        yield opened


def kept(store: Store, data: bytes, name: str = "qaror.pdf") -> wire.FileRef:
    digest = sha256(data).hexdigest()
    store.files.put(data, digest)
    return wire.FileRef(digest, len(data), name)


def draft_of(text: wire.FileRef, *annexes: wire.FileRef) -> wire.Draft:
    items = tuple(wire.Annex(n, f"{n}-ilova", file) for n, file in enumerate(annexes, 1))
    return replace(DRAFT, text=text, annexes=items)


def test_text_and_annexes_are_examined_once_and_for_good(store: Store) -> None:
    text, annex = kept(store, hostile.make()), kept(store, hostile.ACTS["launch"].data)
    draft = draft_of(text, annex)
    told: list[tuple[int, int]] = []

    def tell(number: int, page: int) -> None:
        told.append((number, page))

    examiner = Examiner(store.files, store.facts)
    assert not examiner.knows(draft)
    first = examiner.draft(draft, tell)
    assert [item.annex for item in first] == [0, 1]
    assert first[0].findings == ()
    assert [item.code for item in first[1].findings or ()] == [FindingCode.LAUNCH]
    assert told == [(0, 1), (1, 1)]
    assert examiner.draft(draft, tell) == first
    again = Examiner(store.files, store.facts)
    assert again.knows(draft)
    assert again.draft(draft, tell) == first
    assert told == [(0, 1), (1, 1)]


def test_another_content_is_examined_anew(store: Store) -> None:
    examiner = Examiner(store.files, store.facts)
    examiner.draft(draft_of(kept(store, hostile.make())))
    (changed,) = examiner.draft(draft_of(kept(store, hostile.HIDES["invisible"].data)))
    assert changed.findings == (Finding(FindingCode.INVISIBLE_TEXT, 1, "besh yuz million"),)


def test_a_file_that_is_not_here_is_not_clean(store: Store) -> None:
    gone = wire.FileRef("b" * 64, 100, "qaror.pdf")
    examiner = Examiner(store.files, store.facts)
    assert examiner.draft(draft_of(gone)) == (Examined(0, None),)
    assert not examiner.knows(draft_of(gone))


def test_results_of_an_examiner_that_saw_less_are_done_again(store: Store) -> None:
    text = kept(store, hostile.HIDES["invisible"].data)
    store.facts.put("examined", f'{{"examiner": 0, "files": {{"{text.sha256}": []}}}}')
    (found,) = Examiner(store.files, store.facts).draft(draft_of(text))
    assert found.findings


def test_results_of_another_measure_are_done_again(store: Store) -> None:
    draft = draft_of(kept(store, hostile.make()))
    Examiner(store.files, store.facts).draft(draft)
    assert Examiner(store.files, store.facts).knows(draft)
    by = json.loads(store.facts.get("examined") or "")
    store.facts.put("examined", json.dumps(by | {"measure": by["measure"] - 1}))
    assert not Examiner(store.files, store.facts).knows(draft)


def test_results_by_fewer_readers_are_done_again(store: Store) -> None:
    draft = draft_of(kept(store, hostile.make()))
    assert Examiner(store.files, store.facts).draft(draft) == (Examined(0, ()),)
    other = Reader("Boshqa", (sys.executable, "-I", "-c", ""))
    examiner = Examiner(store.files, store.facts, readers=(other,))
    assert not examiner.knows(draft)
    (found,) = examiner.draft(draft)
    assert found == Examined(0, (Finding(FindingCode.READERS_DIFFER, 1, "Boshqa"),), ("Boshqa",))
    assert Examiner(store.files, store.facts, readers=(other,)).knows(draft)


def test_results_by_another_version_of_a_reader_are_done_again(
    store: Store, tmp_path: Path
) -> None:
    draft = draft_of(kept(store, hostile.make()))
    program = tmp_path / "reader"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    reader = Reader("Boshqa", (str(program),))
    Examiner(store.files, store.facts, readers=(reader,)).draft(draft)
    assert Examiner(store.files, store.facts, readers=(reader,)).knows(draft)
    other = replace(reader, near=3)
    assert not Examiner(store.files, store.facts, readers=(other,)).knows(draft)
    program.write_text("#!/bin/sh\n# newer\n")
    assert not Examiner(store.files, store.facts, readers=(reader,)).knows(draft)


def test_what_was_not_compared_here_and_now_is_not_kept(store: Store) -> None:
    draft = draft_of(kept(store, hostile.make()))
    examiner = Examiner(store.files, store.facts, readers=[Reader("Gone", ("/no/such/reader",))])
    part = Finding(FindingCode.READERS_PART, None, "seconds")
    assert examiner.draft(draft) == (Examined(0, (part,)),)
    assert not examiner.knows(draft)


OTHERWISE = Finding(FindingCode.READERS_DIFFER, 2, "Poppler")
PART = Finding(FindingCode.READERS_PART, None, "work")


@pytest.mark.parametrize(
    ("files", "policy", "answer"),
    [
        ((Examined(0, (), ("Poppler",)),), "stop", ("ok", "Poppler", "")),
        ((Examined(0, (LINK,), ("Poppler",)),), "stop", ("ok", "Poppler", "")),
        ((CLEAN,), "stop", ("skipped", "", "")),
        ((Examined(0, (), ("Poppler",)), ABSENT), "stop", ("skipped", "", "part")),
        ((ABSENT,), "stop", ("skipped", "", "part")),
        ((Examined(0, (OTHERWISE,), ("Poppler",)),), "stop", ("failed", "Poppler", "")),
        ((Examined(0, (OTHERWISE,)), CLEAN), "warn", ("warning", "Poppler", "")),
        ((Examined(0, (PART,)), CLEAN), "stop", ("failed", "1", "part")),
        ((Examined(0, (PART, OTHERWISE)), CLEAN), "stop", ("failed", "Poppler", "")),
    ],
)
def test_what_other_readers_show_is_told_apart(
    files: tuple[Examined, ...], policy: Literal["stop", "warn"], answer: tuple[str, str, str]
) -> None:
    check = readers_check(files, policy)
    assert (check.state, check.detail, check.case) == answer
    assert bool(check.named) is (answer[0] in ("failed", "warning"))
    # The other check is about what the file holds.
    assert OTHERWISE not in [item.finding for item in content_check(files, policy).named]


def test_two_who_want_the_same_wait_for_one_examination(store: Store) -> None:
    draft = draft_of(kept(store, hostile.make()))
    examiner = Examiner(store.files, store.facts)
    begun, over = threading.Event(), threading.Event()
    looked: list[int] = []

    def first(_annex: int, page: int) -> None:
        looked.append(page)
        begun.set()
        over.wait(10)

    def pulse() -> None:
        over.set()

    other = threading.Thread(target=examiner.draft, args=(draft, first))
    other.start()
    assert begun.wait(10)
    found = examiner.draft(draft, lambda _annex, page: looked.append(page), pulse)
    other.join(10)
    assert found == examiner.draft(draft)
    # Each page was looked at once.
    assert len(looked) == len(set(looked))


def test_what_is_kept_is_bounded(store: Store) -> None:
    examiner = Examiner(store.files, store.facts, most=3)
    drafts = [draft_of(kept(store, hostile.make(b"%% %d\n" % n))) for n in range(5)]
    for draft in drafts:
        examiner.draft(draft)
    assert [examiner.knows(draft) for draft in drafts] == [False, False, True, True, True]
    assert not Examiner(store.files, store.facts).knows(drafts[0])


def test_a_limit_of_the_day_is_told_and_not_kept(store: Store) -> None:
    draft = draft_of(kept(store, hostile.make()))
    slow = Examiner(store.files, store.facts, Limits(seconds=-1.0))
    assert slow.draft(draft)[0].findings == (Finding(FindingCode.TOO_LARGE, None, "seconds"),)
    assert not slow.knows(draft)


def test_it_can_be_cancelled_and_keeps_nothing(store: Store) -> None:
    draft = draft_of(kept(store, hostile.make()))
    examiner = Examiner(store.files, store.facts)

    def pulse() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        examiner.draft(draft, pulse=pulse)
    assert not examiner.knows(draft)


def test_a_big_file_is_read_where_it_is_asked_for(store: Store) -> None:
    """20 MB of which the examination needs a few pages' worth."""
    filler = hostile.stream(bytes(20_000_000))
    file = kept(store, hostile.make(objects=(filler,)))
    with open_stored(store.files, file) as source:
        assert not isinstance(source, io.BytesIO)
        whole = store.files.read(file.sha256)
        for at in (0, 17, 262_143, 262_144, 10_000_000, file.size - 5):
            source.seek(at)
            assert source.read(100_000) == whole[at : at + 100_000]
        assert source.seek(0, io.SEEK_END) == file.size
        assert source.read(1) == b""
    (found,) = Examiner(store.files, store.facts).draft(draft_of(file))
    assert found.findings == ()


# --- the command -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("clean", 0, "nothing that acts or hides was found"),
        ("link", 0, "Page 1: a link that leads out: https://misol.example/"),
        ("script", 1, "Page 1: a script that runs by itself: app.alert(1)"),
        ("broken", 2, "Document: it cannot be examined: "),
    ],
)
def test_the_command(
    name: str, code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from argparse import Namespace

    files = {
        "clean": hostile.make(),
        "link": hostile.ACTS["a web address"].data,
        "script": hostile.ACTS["JavaScript in a link"].data,
        "broken": b"%PDF-1.7\n" + bytes(2000) + b"startxref\n9\n%%EOF\n",
    }
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(files[name])
    context = Context(None, Messages.load("en"))
    assert examine_files(Namespace(files=[path], json=False), context) == code
    assert words in capsys.readouterr().out


def test_a_file_that_cannot_be_read_hides_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from argparse import Namespace

    clean, pipe = tmp_path / "clean.pdf", tmp_path / "pipe"
    clean.write_bytes(hostile.make())
    os.mkfifo(pipe)
    files = [tmp_path / "gone.pdf", tmp_path, pipe, clean]
    context = Context(None, Messages.load("en"))
    assert examine_files(Namespace(files=files, json=True), context) == 2
    told = json.loads(capsys.readouterr().out)
    assert [[found["detail"] for found in item["findings"]] for item in told] == [
        ["absent"],
        ["directory"],
        ["special"],
        [],
    ]
    assert told[0]["findings"][0]["text"] == "The file cannot be read: it is not there"


# --- in the office -----------------------------------------------------------------------------


def test_a_plan_is_told_before_its_files_are_examined_and_signs_nothing_before(
    station: Station,
) -> None:
    with station.open() as application:
        station.sign_in(application)
        chosen = station.to_sign(application)[0].id
        desk, early = application.desk, list[SigningPlan]()
        seen = desk.plan_signing(chosen, wait=False)
        assert seen.waits
        left = threading.Event()
        left.set()
        with pytest.raises(Cancelled):
            # What nobody waits for any more is not found out.
            desk.examined(seen, lambda: check_wanted(left))
        assert seen.stopped_by == ("content", "readers")
        rows = check_rows(seen.checks, Messages.load("en"))
        assert [row.state for row in rows].count(Shown.RUNNING) == 2
        with pytest.raises(NotAllowed):
            list(desk.sign([seen], bytearray(PIN)))
        plan = desk.plan_signing(chosen, early=early.append)
        assert plan.stopped_by == ()
        assert [replace(item, checks=plan.checks) for item in early] == [plan]
        # What is known is told at once.
        assert not desk.plan_signing(chosen, early=early.append, wait=False).waits
        assert len(early) == 1


def test_what_is_to_be_signed_is_examined_ahead_and_stops_by_policy(
    station: Station, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real way: a draft of the registry, its plan, and the same one with a script in it."""
    with station.open() as application:
        station.sign_in(application)
        waiting = station.to_sign(application)
        stop = threading.Event()
        stop.set()
        assert application.examine_ahead(stop, limit=100) == 0
        assert application.examine_ahead(limit=100) == len(waiting)
        assert application.examine_ahead(limit=100) == 0
        plan = application.desk.plan_signing(waiting[0].id)
        (check,) = (item for item in plan.checks if item.code is CheckCode.CONTENT)
        assert (check.state, plan.stopped_by) == (CheckState.OK, ())

        script = kept(application.store, hostile.ACTS["JavaScript in a link"].data)
        changed = replace(plan.draft, text=script)
        policies: tuple[tuple[Literal["stop", "warn"], bool], ...]
        policies = (("stop", True), ("warn", False))
        for policy, stops in policies:
            signing = replace(application.settings.signing, active_content=policy)
            application.settings = replace(application.settings, signing=signing)
            reading = application.proofs.clock.reading()
            wanted = application.desk.wanted(None, None, plan.draft.signer.pinfl)
            flow = application.desk._signing()
            found = flow.examined(flow.plan(changed, plan.me, wanted, reading, datetime.now(UTC)))
            assert ("content" in found.stopped_by) is stops
            (check,) = (item for item in found.checks if item.code is CheckCode.CONTENT)
            assert [item.finding.code for item in check.named] == [FindingCode.JAVASCRIPT]
            show_plan(found, Context(None, Messages.load("en")))
            line = "Text, page 1: a script that runs by itself: app.alert(1)"
            assert line in capsys.readouterr().out
