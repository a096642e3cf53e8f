"""The words of reports in one language: sections of the table that all messages come from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from resources.tables import detail_table, message_table
from resources.visible import one_line, shown
from signing.days import in_zone
from signing.detail import NO_DETAIL, Code, Detail, Fact, Part, Said, Scope
from signing.flaws import Flaw


class ReportWords:
    """The texts of ``uz``, ``uz_Cyrl``, ``ru`` or ``en``."""

    def __init__(self, language: str, zone: tzinfo | None = None) -> None:
        """Use a language.

        Args:
            language: its code.
            zone: in which times are told; this computer's, if not given.
        """
        self.language = language
        self._zone = zone

    @property
    def _table(self) -> Mapping[str, Any]:
        return message_table(self.language)

    def text(self, section: str, key: str, **facts: object) -> str:
        """Return one text with its facts filled in."""
        return _fill(self._table[section][key], facts)

    def reason(self, code: str, detail: Detail = NO_DETAIL) -> str:
        """Return a verifier's reason in words; without ``detail`` the bare reason.

        Where it is the trace of a known attack, that is named.
        """
        texts = self._table["reasons"]
        if code not in texts:
            code, detail = "UNKNOWN", Detail(f"{code} {detail}".strip())
        text: str = texts[code]
        if not detail:
            bare, _, fact = text.rpartition(": ")
            return bare if fact == "{detail}" else text
        told = _fill(text, {"detail": self.detail(detail)})
        from signing.reporting.attacks import attack_of

        attack = attack_of(code, detail)
        return f"{told} ({self._table['attacks'][attack]})" if attack else told

    def detail(self, detail: Detail) -> str:
        """Return the words of what a reason is about."""
        return ": ".join(map(self._part, detail.parts))

    def flaw(self, flaw: Flaw, facts: Sequence[Fact] = ()) -> str:
        """Return the words of a flaw; a fact that is a word itself is told in words too."""
        text: str = detail_table(self.language)[flaw.name.lower()]
        return _fill(text, {str(number): self._fact(fact) for number, fact in enumerate(facts)})

    def scope(self, scope: str) -> str:
        """Name what a signature stands in: ``entry-03`` is the third answer of the trail."""
        parts = self._table["parts"]
        entry = re.fullmatch(r"entry-0*(\d+)", scope)
        if entry is not None:
            return _fill(parts["entry"], {"rest": entry[1]})
        kind, _, number = scope.partition(" ")
        # Of several signers each has a number.
        if kind == "content" and number:
            return f"{parts[kind]} {number}"
        return str(parts.get(scope) or one_line(scope))

    def moment(self, value: datetime) -> str:
        """Write a moment, with its distance from UTC: a report is read elsewhere too."""
        from resources.forms import forms_of

        there = in_zone(value, self._zone)
        away = there.strftime("%z")
        return f"{forms_of(self.language).exact(there)} ({away[:3]}:{away[3:5]})"

    def day(self, value: datetime) -> str:
        """Write a day."""
        from resources.forms import forms_of

        return forms_of(self.language).day(in_zone(value, self._zone))

    def _fact(self, fact: Fact) -> str:
        if isinstance(fact, Flaw):
            return self.flaw(fact)
        return self.moment(fact) if isinstance(fact, datetime) else one_line(fact)

    def _part(self, part: Part) -> str:
        match part:
            case Said(flaw=flaw, facts=facts):
                return self.flaw(flaw, facts)
            case Scope(name=name):
                return self.scope(name)
            case Code(code=code):
                return self.reason(code)
        return one_line(part)


def _fill(text: str, facts: Mapping[str, object]) -> str:
    # Not str.format: a fact is somebody's text and may hold braces of its own.
    return re.sub(r"\{(\w+)\}", lambda match: shown(str(facts.get(match[1], "–"))), text)
