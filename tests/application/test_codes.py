"""Each error has a code that can be read over the telephone, and no code changes its meaning."""

from __future__ import annotations

import ast
import json
import os
import re
import tomllib
from pathlib import Path

import pytest

import eqaror_desktop
from eqaror_desktop.cli import main
from eqaror_desktop.desktop.next_steps import facts, next_step
from eqaror_desktop.desktop.rows import trouble
from eqaror_desktop.messages import Messages
from resources import resource
from signing.errors import CertificateMismatch, DeviceFault, ModuleNotLoaded
from sync.errors import NotFound, Refused, Unreachable
from tests.application.message_examples import EXAMPLES, LANGUAGES, table, texts

ROOMS = ("eqaror_desktop", "signing", "sync")
CODES = tomllib.loads(resource("codes.toml").read_text(encoding="utf-8"))
KEPT = dict(
    line.split(" ")
    for line in (Path(__file__).parent / "kept_codes.txt").read_text("utf-8").splitlines()
)


def test_every_error_and_refusal_has_a_code() -> None:
    english = table("en")
    for section in ("errors", "refused"):
        assert list(CODES[section]) == list(english[section]), section


def test_a_code_is_short_and_stands_for_one_thing() -> None:
    given = [code for section in CODES.values() for code in section.values()]
    assert len(set(given)) == len(given)
    assert not [code for code in given if not re.fullmatch(r"E-[1-9]\d\d", code)]


def test_no_code_is_ever_given_to_something_else() -> None:
    now = {code: name for section in CODES.values() for name, code in section.items()}
    changed = {code: name for code, name in now.items() if KEPT.get(code, name) != name}
    assert changed == {}
    # A new one is remembered with the commit that gives it.
    assert now.keys() - KEPT.keys() == set()


def test_a_message_ends_with_its_code_in_every_language() -> None:
    for language in LANGUAGES:
        for error in EXAMPLES:
            message = Messages.load(language).error(error)
            told = str(message)
            assert told.endswith(f" {message.code} [{message.name}]")
            assert message.code == Messages.load("en").error(error).code


def test_what_is_unknown_to_us_has_the_code_of_any_refusal() -> None:
    messages = Messages.load("en")
    assert messages.error(Refused("status_418")).code == CODES["errors"]["Refused"]
    assert messages.error(Refused("draft_changed")).code == CODES["refused"]["draft_changed"]


def test_a_report_tells_of_the_driver_and_of_nobody() -> None:
    messages = Messages.load("en")
    told = trouble(DeviceFault("C_Sign", "CKR_DEVICE_ERROR"), messages).detail
    assert told == "DEVICE-FAULT function=C_Sign code=CKR_DEVICE_ERROR"
    secret = "11111111111111"
    for error in (
        ModuleNotLoaded("/home/shaxs/driver.so", "absent"),
        CertificateMismatch("NAMUNAVIY SHAXS", "pinfl"),
        NotFound("draft", "Q-1 Namunaviy qaror"),
        Unreachable(f"https://{secret}.example", secret),
        FileNotFoundError(2, "No such file", "/home/shaxs/x"),
    ):
        made = facts(error, messages.error(error).name)
        assert not re.search(f"shaxs|SHAXS|Namunaviy|{secret}|example", made), made


@pytest.mark.parametrize("asked", ["E-121", "e121", "121", "pin-incorrect"])
def test_a_code_is_explained(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As somebody hears it over the telephone."""
    assert main(["explain", asked]) == 0
    said = capsys.readouterr().out
    assert said.startswith("E-121 [PIN-INCORRECT]\n  The PIN is wrong.")
    assert "{" not in said


def test_every_code_is_explained_with_its_cures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    given = [code for section in CODES.values() for code in section.values()]
    assert [item["code"] for item in told] == given
    assert not [item["code"] for item in told if not item["what"] or not item["cure"]]
    causes = next(item["causes"] for item in told if item["name"] == "SERVER-UNTRUSTED")
    assert {"what": "its certificate has expired"}.items() <= causes[1].items()
    assert causes[1]["cure"].startswith("Look at this computer's date")


def test_a_code_that_is_none_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "E-121", "E-999"]) == 1
    said = capsys.readouterr()
    assert "PIN-INCORRECT" in said.out
    assert "E-999" in said.err
    # What was heard or typed wrongly may be near.
    assert main(["explain", "E-1221"]) == 1
    assert "E-121 [PIN-INCORRECT]" in capsys.readouterr().err
    assert main(["explain", "pin-incorect"]) == 1
    assert "E-121 [PIN-INCORRECT]" in capsys.readouterr().err


def test_obvious_steps_are_known_to_the_window() -> None:
    steps = {next_step(error) for error in EXAMPLES}
    assert steps == {"", "sync", "outbox", "sign_in"}
    refused = {code: next_step(Refused(code)) for code in CODES["refused"]}
    assert refused["draft_changed"] == "sync"
    assert refused["unauthorised"] == "sign_in"
    assert refused["certificate_revoked"] == ""


_BY_CODE = {"errors", "checks", "refused", "cures", "reasons", "argparse", "fields", "options",
            "details", "refused_kinds", "remedies", "unsigned", "window_cures"}  # fmt: skip
"""Sections whose keys are codes, classes or argparse's words: other tests compare them."""


def test_no_text_is_left_that_nobody_asks_for() -> None:
    words, heads, tails = set[str](), set[str](), set[str]()
    root = Path(eqaror_desktop.__file__).parents[1]
    # The registry's page speaks from the same table.
    for path in (path for room in (*ROOMS, "registry") for path in (root / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                # A detail is made of parts: "not a ZIP file: no directory".
                words.update((node.value, *node.value.split(": ")))
            elif isinstance(node, ast.ClassDef):
                words.add(node.name)
            elif isinstance(node, ast.JoinedStr):
                first, last = node.values[0], node.values[-1]
                for part, kept in ((first, heads), (last, tails)):
                    said = str(part.value) if isinstance(part, ast.Constant) else ""
                    if re.fullmatch(r"\w*_\w*", said):
                        kept.add(said)
                    # "field {name}": a code and its rest.
                    words.add(said.strip().removesuffix(":"))
    unused = []
    for key in texts("en"):
        section, _, name = key.partition(".")
        made = name.startswith(tuple(heads)) or name.endswith(tuple(tails))
        if section not in _BY_CODE and name not in words and not made:
            unused.append(key)
    assert unused == []


def test_a_files_fault_is_told_in_the_readers_language() -> None:
    for kind, number in ((FileNotFoundError, 2), (PermissionError, 13), (OSError, 28)):
        error = kind(number, os.strerror(number), "/srv/qarorlar/x.toml")
        told = {code: Messages.load(code).error(error).what for code in LANGUAGES}
        assert len(set(told.values())) == len(LANGUAGES)
        for text in told.values():
            assert "/srv/qarorlar/x.toml: " in text
            assert os.strerror(number) not in text
