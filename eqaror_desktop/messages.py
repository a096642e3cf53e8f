"""From errors, checks and codes to what a person reads: one table, four languages.

The table is ``resources/messages/<language>.toml``; a test walks every leaf of the error trees
and every code, and fails on one that has no text in any of the languages.
"""

from __future__ import annotations

import errno
import re
import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from eqaror_desktop.errors import ApplicationError
from resources import resource
from resources.forms import Forms, forms_of
from resources.tables import message_table
from resources.visible import shown
from signing.days import in_zone
from signing.errors import SigningError
from sync.errors import Refused, SyncError
from sync.values import Value

if TYPE_CHECKING:
    from signing.detail import Detail
    from signing.reporting.words import ReportWords


class Message(Value, frozen=True):
    """What happened, what to do, and a code that can be read over the telephone, e.g. E-121.

    ``name`` is the code for whoever reads logs and sources, e.g. PIN-INCORRECT.
    """

    code: str
    name: str
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.what} {self.cure} {self.code} [{self.name}]"


class Cause(Value, frozen=True):
    """One of the reasons an error can have, with the cure it has then."""

    what: str
    cure: str


class Explained(Value, frozen=True):
    """What a code means whenever it is met; what depends on the case is an ellipsis."""

    code: str
    name: str
    what: str
    cure: str
    causes: tuple[Cause, ...] = ()


class Messages:
    """The texts of one language, read when the first is needed."""

    def __init__(self, language: str) -> None:
        self.language = language

    @property
    def _table(self) -> Mapping[str, Any]:
        return message_table(self.language)

    @property
    def forms(self) -> Forms:
        """How this language writes dates and numbers."""
        return forms_of(self.language)

    def day(self, value: datetime) -> str:
        """Write a day in the station's time zone."""
        return self.forms.day(in_zone(value))

    def moment(self, value: datetime) -> str:
        """Write a day with hours and minutes in the station's time zone."""
        return self.forms.moment(in_zone(value))

    @classmethod
    def load(cls, language: str) -> Messages:
        """Return the texts of ``uz``, ``uz_Cyrl``, ``ru`` or ``en``."""
        return cls(language)

    def error(self, error: BaseException, *, signing: bool = True) -> Message:
        """Return the message of an error; what is in none of the trees is a bug and says so.

        Args:
            error: any.
            signing: False where nothing was to be signed, so that nothing is said of it.
        """
        if isinstance(error, Refused) and error.code in self._table["refused"]:
            what, cure = self._table["refused"][error.code], self._table["cures"][error.code]
            return Message(self.refusal_code(error.code), _code(error.code), what, cure)
        if isinstance(error, (SigningError, SyncError, ApplicationError)):
            return self._named(type(error).__name__, vars(error), signing=signing)
        if isinstance(error, OSError):
            full = "full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else ""
            return self._named("DiskFault", {"detail": _fault(error), "reason": full})
        return self._named("Bug", {"detail": type(error).__name__})

    def cure_in_window(self, error: BaseException) -> str:
        """Return the cure of an error for somebody who types no commands; mostly the same."""
        name, reason = type(error).__name__, str(getattr(error, "reason", ""))
        own: Mapping[str, str] = self._table["window_cures"]
        cure = own.get(f"{name}_{reason}") or own.get(name)
        return self.error(error).cure if cure is None else cure

    def refusal(self, code: str, kind: str = "") -> str:
        """Return why the registry refused; an unknown code is shown as it is.

        Args:
            code: the registry's, or this station's own finding.
            kind: of the outbox entry, for what is not told of every kind alike.
        """
        own: str | None = self._table["refused_kinds"].get(f"{code}_{kind}")
        text: str = own or self._table["refused"].get(code, code)
        return text

    def refusal_code(self, code: str) -> str:
        """Return what is read over the telephone of a refusal; an unknown one is any refusal."""
        return _codes()["refused"].get(code) or _codes()["errors"]["Refused"]

    def explained(self) -> tuple[Explained, ...]:
        """Return the meaning of every code, in their order."""
        told = []
        for name, code in _codes()["errors"].items():
            texts, fields = self._table["errors"][name], self._table["fields"].get(name, {})
            remedies: Mapping[str, str] = self._table["remedies"].get(name, {})
            causes = tuple(
                Cause(_general(fields.get(reason, "")), _general(cure))
                for reason, cure in remedies.items()
            )
            what, cure = _general(texts["what"]), _general(texts["cure"])
            told.append(Explained(code, _code(name), what, cure, causes))
        for name, code in _codes()["refused"].items():
            what, cure = self._table["refused"][name], self._table["cures"][name]
            told.append(Explained(code, _code(name), _general(what), _general(cure)))
        return tuple(told)

    def check(
        self, code: str, state: str, detail: str, expected: str = "", case: str = ""
    ) -> tuple[str, str]:
        """Return a check's name and its answer; see :class:`eqaror_desktop.findings.Check`."""
        texts = self._table["checks"][code]
        facts = {"detail": self._checked(detail), "expected": self._checked(expected)}
        return texts["name"], self._fill(texts[f"{state}_{case}" if case else state], facts)

    def check_name(self, code: str) -> str:
        """Return what a check is called while there is no answer."""
        return str(self._table["checks"][code]["name"])

    def reason(self, code: str, detail: Detail | None = None) -> str:
        """Return a verifier's reason in words; without ``detail`` the bare reason."""
        words = self._report_words()
        return words.reason(code) if detail is None else words.reason(code, detail)

    def _report_words(self) -> ReportWords:
        # What verifying is told in is no part of a start.
        from signing.reporting.words import ReportWords

        return ReportWords(self.language)

    def finding(
        self, code: str, detail: str, *, page: int | None = None, annex: int | None = None
    ) -> str:
        """Return where something was found in a PDF, and what.

        Args:
            code: of the finding.
            detail: a fact of the document, or the limit that was met.
            page: from 1; None for the document.
            annex: its number, 0 for the text; None where there is one document only.
        """
        whole = "document" if annex is None else "annex" if annex else "text"
        place = whole if page is None else f"{whole}_page"
        where = self.text("findings_places", place, annex=annex, page=page)
        detail = self._table["findings_limits"].get(detail, detail)
        if code in ("damaged", "unreadable"):
            from signing.flaws import Flaw

            # Findings are kept by digest as texts; what is wrong is mostly one of these.
            flaw = next((item for item in Flaw if item == detail), None)
            detail = self._report_words().flaw(flaw) if flaw else detail
        words: str = self._table["findings"][code]
        if not detail:
            words = words.removesuffix(": {detail}")
        return f"{where}: {self._fill(words, {'detail': detail})}"

    def field(self, error: str, value: str) -> str:
        """Return the words for a code that a field of an error holds."""
        return self._worded(self._table["fields"].get(error, {}), value)

    def attempts(self, attempts: str) -> str:
        """Return what is known of the PIN attempts left."""
        text: str = self._table["attempts"][attempts]
        return text

    def log_result(self, result: str) -> str:
        """Return a result of the key log; an error is told by its code."""
        text: str = self._table["log"].get(result, _code(result))
        return text

    def text(self, section: str, key: str, **facts: object) -> str:
        """Return one text with its facts filled in."""
        return self._fill(self._table[section][key], facts)

    def cause(self, reason: str) -> str:
        """Return why a signature came to nothing: by the name of an error, or another reason."""
        if reason in self._table["log"] or reason not in self._table["errors"]:
            return self.log_result(reason)
        return _general(self._table["errors"][reason]["what"]).rstrip("… :;,")

    def usage(self, text: str) -> str:
        """Return what argparse says in English in this language; as it is if it is new to us."""
        told: str = self._table["argparse"].get(text, text)
        return told

    def option(self, topic: str, name: str) -> str:
        """Return what an option is for, or what an action does.

        Args:
            topic: the command and its action, e.g. ``token list``.
            name: of the option as the program knows it; empty for the action itself.
        """
        texts = self._table["options"]
        place = topic.replace(" ", "_").replace("-", "_")
        text: str = texts.get(f"{place}_{name}".strip("_")) or texts[name]
        return text

    def _named(self, name: str, facts: Mapping[str, object], *, signing: bool = True) -> Message:
        texts = self._table["errors"][name]
        if not signing:
            texts = {**texts, **self._table["unsigned"].get(name, {})}
        told = {key: self._fact(name, key, value) for key, value in facts.items()}
        # Some errors have one cure for each of their reasons.
        reason = str(facts.get("reason", "")).partition(" ")[0]
        cure = self._table["remedies"].get(name, {}).get(reason) or texts["cure"]
        what, cure = self._fill(texts["what"], told), self._fill(cure, told)
        return Message(_codes()["errors"][name], _code(name), what, cure)

    def _fact(self, name: str, key: str, value: object) -> str:
        from signing.detail import Detail

        if isinstance(value, Detail):
            return self._report_words().detail(value)
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, tuple):
            # Reasons are sentences, checks are clauses, serial numbers are words.
            between = {"reasons": ". ", "codes": "; "}.get(key, ", ")
            return between.join(self._fact(name, key, item) for item in value)
        if isinstance(value, float):
            places = len(f"{value:g}".partition(".")[2])
            return self.forms.number(value, places)
        if value is None:
            return "–"
        text = str(value)
        if key == "attempts":
            return self.attempts(text)
        if key == "reasons":
            return self.reason(text)
        if key == "codes" and text in self._table["checks"]:
            return str(self._table["checks"][text]["name"])
        return self._worded(self._table["fields"].get(name, {}), text)

    def _worded(self, words: Mapping[str, str], value: str) -> str:
        """Return the words for a code; ``http 502`` is the code ``http`` and its rest."""
        head, _, rest = value.partition(" ")
        text = words.get(value) or words.get(head)
        return self._fill(text, {"rest": rest}) if text else value

    def _checked(self, detail: str) -> str:
        """Return the words for the fact behind a check: a state, role, reason or time."""
        for section in ("states", "roles"):
            words = [self._table[section].get(part) for part in detail.split(", ")]
            if all(words):
                return ", ".join(map(str, words))
        if detail in self._table["reasons"]:
            return self.reason(detail)
        if re.match(r"\d{4}-\d\d-\d\dT", detail):
            return self.moment(datetime.fromisoformat(detail))
        return detail or "–"

    def _fill(self, text: str, facts: Mapping[str, object]) -> str:
        # Not str.format: a fact is somebody's text and may hold braces of its own.
        return re.sub(r"\{(\w+)\}", lambda match: shown(str(facts.get(match[1], "–"))), text)


@cache
def _codes() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(
        resource("codes.toml").read_text(encoding="utf-8")
    )
    return found


def _general(text: str) -> str:
    """Return a text without the facts of a case."""
    return re.sub(r"\{\w+\}\.?", "…", text)


def _fault(error: OSError) -> Detail:
    """Return which file it is about and why; the system's own words are in its own language."""
    from signing.detail import Detail, said, why_failed
    from signing.flaws import Flaw

    # It may have been about writing, or about the directory.
    denied = isinstance(error, PermissionError)
    why = said(Flaw.DENIED) if denied else why_failed(error)
    return Detail(str(error.filename or ""), *why.parts)


def _code(name: str) -> str:
    """``PinIncorrect`` and ``draft_changed`` become ``PIN-INCORRECT`` and ``DRAFT-CHANGED``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).replace("_", "-").upper()
