"""The words of reports in one language: sections of the table that all messages come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from resources.tables import message_table


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

    def reason(self, code: str, detail: str) -> str:
        """Return a verifier's reason in words; without ``detail`` the bare reason.

        Where it is the trace of a known attack, that is named.
        """
        texts = self._table["reasons"]
        if code not in texts:
            code, detail = "UNKNOWN", f"{code} {detail}".strip()
        text: str = texts[code]
        if not detail:
            bare, _, fact = text.rpartition(": ")
            return bare if fact == "{detail}" else text
        words = ": ".join(self._part(part) for part in detail.split(": "))
        told = _fill(text, {"detail": words})
        from signing.reporting.attacks import attack_of

        attack = attack_of(code, detail)
        return f"{told} ({self._table['attacks'][attack]})" if attack else told

    def scope(self, scope: str) -> str:
        """Name what a signature stands in: ``entry-03`` is the third answer of the trail."""
        kind, _, number = scope.partition(" ")
        # Of several signers each has a number.
        return (
            f"{self._part(kind)} {number}" if kind == "content" and number else self._part(scope)
        )

    def moment(self, value: datetime) -> str:
        """Write a moment, with its distance from UTC: a report is read elsewhere too."""
        from resources.forms import forms_of

        there = value.astimezone(self._zone)
        away = there.strftime("%z")
        return f"{forms_of(self.language).exact(there)} ({away[:3]}:{away[3:5]})"

    def day(self, value: datetime) -> str:
        """Write a day."""
        from resources.forms import forms_of

        return forms_of(self.language).day(value.astimezone(self._zone))

    def _part(self, part: str) -> str:
        """Return the words for one part of a reason's detail: a scope, a field or a reason."""
        if part in self._table["reasons"]:
            return self.reason(part, "")
        # A scope is "entry-03" and a member that is missing "annex 3"; the words have a space.
        value = re.sub(r"^entry-0*(?=\d)", "entry ", part)
        parts = self._table["parts"]
        head, _, rest = value.partition(" ")
        text = parts.get(value) or parts.get(head)
        return _fill(text, {"rest": rest}) if text else value


def _fill(text: str, facts: Mapping[str, object]) -> str:
    # Not str.format: a fact is somebody's text and may hold braces of its own.
    return re.sub(r"\{(\w+)\}", lambda match: str(facts.get(match[1], "–")), text)
