"""What the command line says of itself: every option has its help, and all of it is translated."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from eqaror_desktop.cli import _parser, main
from eqaror_desktop.commands import COMMANDS
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import Settings, write_settings
from eqaror_desktop.usage import Parser, speak

LANGUAGES = ("en", "uz", "uz_Cyrl", "ru")
FIELDS = r"%(?:\(\w+\))?[rs]"


def parsers(language: str) -> Iterator[argparse.ArgumentParser]:
    """Yield the parser of the program, of every command and of everything a command can do."""
    waiting: list[argparse.ArgumentParser] = [_parser(Messages.load(language), tuple(COMMANDS))]
    while waiting:
        parser = waiting.pop()
        yield parser
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting += action.choices.values()


def helps(language: str) -> dict[tuple[str, str], str]:
    """Return the help of every option, and the description of every parser."""
    found: dict[tuple[str, str], str] = {}
    for parser in parsers(language):
        found[parser.prog, ""] = parser.description or ""
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                told = {item.dest: item.help or "" for item in action._choices_actions}
                assert set(told) == set(action.choices)
                found |= {(parser.prog, name): text for name, text in told.items()}
            else:
                found[parser.prog, action.dest] = action.help or ""
    return found


def test_every_option_and_action_is_explained_in_every_language() -> None:
    every = {language: helps(language) for language in LANGUAGES}
    assert len(every["en"]) > 100
    for language, told in every.items():
        assert [place for place, text in told.items() if not text] == [], language
        assert told.keys() == every["en"].keys()
        if language != "en":
            same = [place for place, text in told.items() if text == every["en"][place]]
            assert same == [], language


def asked_of_gettext() -> set[str]:
    """Return what argparse would have translated."""
    found = set()
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in ("_", "ngettext"):
            assert isinstance(node, ast.Call)
            texts = [item.value for item in node.args if isinstance(item, ast.Constant)]
            found |= {text for text in texts if isinstance(text, str)}
    return found


# What only a mistake of the program itself can say.
OURS = re.compile(
    r"conflict|invalid argument for positionals|mutually exclusive|cannot|is not callable"
    r"|__call__|must start with|dest=|with mode"
)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_argparse_says_nothing_in_english(language: str) -> None:
    words, english = Messages.load(language), asked_of_gettext()
    assert len(english) > 20
    for text in english:
        if not OURS.search(text):
            assert words.usage(text) != text, text
            used = set(re.findall(FIELDS, words.usage(text)))
            assert used <= set(re.findall(FIELDS, text)), text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sign", "--nope"), "неизвестные аргументы: --nope"),
        (("search", "--limit", "0", "x"), "аргумент --limit: неверное значение: '0'"),
        (("demo", "--drafts", "0"), "аргумент --drafts: неверное значение: '0'"),
        (("demo", "--drafts", "-1"), "аргумент --drafts: неверное значение: '-1'"),
        (("outbox", "nix"), "нет среди возможных"),
        (("token",), "не хватает: action"),
        (("show",), "не хватает: id"),
        (("show", "--json=1"), "значения не принимает"),
        (("login", "--token"), "не хватает значения"),
    ],
)
def test_wrong_usage_is_told_in_the_persons_language(
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_settings(tmp_path / "settings.toml", Settings(language="ru"))
    try:
        with pytest.raises(SystemExit) as caught:
            main(["--profile", str(tmp_path), *arguments])
    finally:
        speak(Messages.load("en"))
    assert caught.value.code == 64
    err = capsys.readouterr().err
    assert err.startswith("использование: ")
    assert told in err


def test_help_that_was_forgotten_is_noticed() -> None:
    with pytest.raises(KeyError):
        Parser(words=Messages.load("en"), topic="sign").add_argument("--unheard-of")


@pytest.mark.parametrize("given", [("--profile", ""), ("--profile=",)])
def test_a_profile_without_a_name_is_no_profile(
    given: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a script gives it whose variable was not set: not the directory it happens to be in."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as caught:
        main([*given, "doctor"])
    assert caught.value.code == 64
    assert list(tmp_path.iterdir()) == []
