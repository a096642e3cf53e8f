"""What exactly is wrong with a file is told in the language of whoever reads it."""

from __future__ import annotations

import ast
import copy
import io
import pickle
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import signing
from resources.tables import LANGUAGES, detail_table
from signing.certificate import utc_now
from signing.detail import NO_DETAIL, Code, Detail, Said, Scope, about, said
from signing.flaws import Flaw
from signing.reporting.data import complete, encode
from signing.reporting.outline import Verified, paper
from signing.reporting.words import ReportWords
from signing.trust import TrustAnchors
from signing.verify_any import verify_stream

ROOM = Path(signing.__file__).parent
REGRESSIONS = sorted((Path(__file__).parent / "regressions").glob("*.*"))
SAMPLES = sorted((Path(__file__).parent / "fuzz" / "samples").glob("*.*"))
SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
"""Two English words; names, numbers and kinds of signatures have no such thing."""
OWN_WORDS = {"mimetype", "startxref", "trailer", "salt", "base", "evidence", "record", "json",
             "decision", "pdf", "version", "digest"}  # fmt: skip
"""Names of the formats themselves, which are the same in every language."""
TAKES_DETAILS = {
    "MalformedDocument", "DocumentTooLarge", "ActiveContent", "AlgorithmRefused", "Reason",
    "Detail", "said", "about", "open_question", "leave_open", "fail", "_fail", "_leave_open",
}  # fmt: skip
NOT_VERIFYING = {"mechanism.py", "mechanism_table.py", "memory_key.py", "token"}
"""Making signatures: names of mechanisms, and rows of the office's table, for its IT staff."""


def calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in sorted(ROOM.rglob("*.py")):
        if not NOT_VERIFYING & set(path.relative_to(ROOM).parts):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
                    yield path, node


def test_no_sentence_is_given_to_a_reason_or_an_error() -> None:
    """In the whole room: what is wrong is a code with facts, and never the text of an error."""
    found = []
    for path, node in calls():
        func = node.func
        name = func.id if isinstance(func, ast.Name) else getattr(func, "attr", "")
        if name not in TAKES_DETAILS:
            continue
        for argument in node.args:
            for inner in ast.walk(argument):
                text = inner.value if isinstance(inner, ast.Constant) else None
                sentence = isinstance(text, str) and SENTENCE.search(text)
                told = ast.unparse(inner) == "str(error)" or (
                    isinstance(inner, ast.FormattedValue) and ast.unparse(inner.value) == "error"
                )
                if sentence or told:
                    found.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert found == []


def test_every_flaw_is_one_that_something_tells() -> None:
    rooms = (ROOM, ROOM.parent / "eqaror_desktop")
    sources = "".join(path.read_text("utf-8") for room in rooms for path in room.rglob("*.py"))
    assert [flaw.name for flaw in Flaw if not re.search(rf"Flaw\.{flaw.name}\b", sources)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flaw_has_words_with_the_same_facts(language: str) -> None:
    table = detail_table(language)
    assert list(table) == [flaw.name.lower() for flaw in Flaw]
    for flaw in Flaw:
        facts = re.findall(r"\{(\d)\}", flaw.value)
        assert sorted(re.findall(r"\{(\d)\}", table[flaw.name.lower()])) == facts, flaw
        assert facts == [str(number) for number in range(len(facts))], flaw


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru"])
def test_no_flaw_is_told_in_english(language: str) -> None:
    words, left = ReportWords(language), []
    english = ReportWords("en")
    for flaw in Flaw:
        facts = ["7", "8", "9"]
        told = words.reason("FORMAT_FAILURE", said(flaw, *facts).within("Imzo"))
        text = words.flaw(flaw, facts)
        latin = set(re.findall(r"[a-z]{3,}", text)) - OWN_WORDS
        same = text == english.flaw(flaw, facts) and SENTENCE.search(text)
        if text not in told or same or (latin and language != "uz"):
            left.append((flaw.name, text))
    assert left == []


def _plain(detail: Detail) -> Iterator[str]:
    for part in detail.parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Said):
            yield from (str(fact) for fact in part.facts if not isinstance(fact, Flaw))


@pytest.mark.parametrize("path", [*REGRESSIONS, *SAMPLES], ids=lambda path: path.name)
def test_no_english_sentence_in_a_russian_report(path: Path) -> None:
    report = verify_stream(io.BytesIO(path.read_bytes()), TrustAnchors(()))
    for reason in report.reasons:
        assert not [text for text in _plain(reason.detail) if SENTENCE.search(text)]
    words = ReportWords("ru", UTC)
    verified = Verified("fayl", report, utc_now(), TrustAnchors(()))
    made = paper(verified, words)
    # What the document is called and by whom it is are somebody's own words.
    own = {words.text("report", key) for key in ("document", "authority", "issuer")}
    lines = [line for line in (*made.simple, *made.detailed, *made.foot) if line.label not in own]
    name = report.decision.version.authority.name if report.decision else "–"
    texts = [f"{line.label} {line.text}".replace(name, "") for line in lines]
    assert list(filter(SENTENCE.search, texts)) == []
    told = complete(verified, words)["reasons"]
    assert isinstance(told, list)
    assert [item for item in told if SENTENCE.search(item["text"])] == []
    assert b"_" in encode(complete(verified, words))


def test_a_detail_is_a_text_and_its_parts() -> None:
    made = about("a.xml", Flaw.COMES_TWICE, "b: empty").within("pdf")
    assert made == "pdf: a.xml: b: empty comes twice"
    assert made.parts == (Scope("pdf"), "a.xml", Said(Flaw.COMES_TWICE, ("b: empty",)))
    for same in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):
        assert (same, same.parts) == (made, made.parts)
    assert NO_DETAIL.within("x") == "x"
    assert not NO_DETAIL
    assert Detail(Flaw.CMS, Code("REVOKED")) == "CMS: REVOKED"


def test_the_name_of_a_file_is_never_taken_for_words() -> None:
    """Somebody may call a member, a field or a person as the program calls a flaw."""
    words = ReportWords("ru")
    for name in ("empty", "pinfl", "page 3", "REVOKED", "an element is cut"):
        assert words.reason("MEMBER_MISSING", Detail(name)).endswith(f": {name}")
        assert words.detail(said(Flaw.FIELD, name)).endswith(f" {name}")


def test_a_word_among_the_facts_is_told_in_words() -> None:
    told = said(Flaw.UPDATE_CHANGES, Flaw.PART_PAGE)
    assert told == "the update changes the page"
    assert ReportWords("ru").detail(told) == "дополнение изменяет: страница"
    at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert said(Flaw.FIELD, at) == f"field {at}"
    assert "31.01.2026" in ReportWords("ru", UTC).detail(said(Flaw.INVALID_SINCE, at))
