"""What a certificate says of itself, as one sentence that also says what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from signing.qualified import Claim, ClaimKind


class Texts(Protocol):
    """A table of texts in one language."""

    def text(self, section: str, key: str, **facts: object) -> str:
        """Return one text with its facts filled in."""


def claims_text(claims: Sequence[Claim], words: Texts) -> str:
    """Return the sentence.

    Args:
        claims: at least one.
        words: of the language.
    """
    # A claim of another law than the European Union's is told with whose it is.
    countries = ", ".join(item.detail for item in claims if item.kind is ClaimKind.COUNTRY)
    said = []
    for item in claims:
        if item.kind is ClaimKind.QUALIFIED and countries:
            said.append(words.text("claims", "qualified_in", detail=countries))
        elif item.kind is not ClaimKind.COUNTRY:
            said.append(words.text("claims", item.kind, detail=item.detail))
    return words.text("words", "claims", claims="; ".join(said))
