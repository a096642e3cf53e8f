"""What the examination of a PDF can find, as facts; the words for people are elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_LONGEST = 60


class FindingCode(StrEnum):
    """Each is one way in which a PDF is not just what is seen (ISO 32000-1, by section)."""

    # What acts: 12.6 (actions), 7.11.4 (embedded files), 12.7 (forms), 13 (multimedia).
    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    SUBMIT = "submit"
    IMPORT_DATA = "import_data"
    REMOTE = "remote"
    """A jump into another document."""
    ACTION = "action"
    """Any other action that does more than moving within this document."""
    LINK = "link"
    """An address that opens when it is clicked."""
    EMBEDDED_FILE = "embedded_file"
    FORM = "form"
    XFA = "xfa"
    MEDIA = "media"
    # What is seen by some and not by others: 7.11 (external data), 8.11 (layers), 12.5.
    EXTERNAL = "external"
    ALTERNATE = "alternate"
    """A picture that is replaced by another one in print."""
    COLLECTION = "collection"
    """Readers that know it show an embedded file in the place of the pages."""
    LAYER = "layer"
    HIDDEN_LAYER = "hidden_layer"
    ANNOTATION = "annotation"
    HIDDEN_ANNOTATION = "hidden_annotation"
    # Text that is in the file and not seen, or read as something else: 8, 9, 14.9.
    INVISIBLE_TEXT = "invisible_text"
    SAME_COLOUR_TEXT = "same_colour_text"
    OUTSIDE_TEXT = "outside_text"
    CLIPPED_TEXT = "clipped_text"
    COVERED_TEXT = "covered_text"
    TINY_TEXT = "tiny_text"
    SCANNED_TEXT = "scanned_text"
    """Text behind or over a picture of the whole page, as text recognition leaves it."""
    OTHER_TEXT = "other_text"
    """What is copied, searched or read aloud is not what is drawn."""
    READERS_DIFFER = "readers_differ"
    """Another reader draws another page; found by who asks several (never by this package)."""
    READERS_PART = "readers_part"
    """Not every page was compared with other readers that are installed; found as that is."""
    # The file as a whole: 7.5, 7.6.
    ENCRYPTED = "encrypted"
    REVISION = "revision"
    """Something was added behind an earlier revision, which is still inside."""
    SIGNED = "signed"
    TRAILING = "trailing"
    DAMAGED = "damaged"
    """Readers may find other objects in it, each by its own repair."""
    MISSING = "missing"
    """A reference leads to nothing, until an update brings such an object."""
    UNREADABLE = "unreadable"
    """A part that could not be examined."""
    TOO_LARGE = "too_large"
    """The examination was ended at one of its limits."""


class Severity(StrEnum):
    """What a finding means for a signature."""

    NEVER = "never"
    """It stops the signature, whatever the policy."""
    STOPS = "stops"
    """By the office's policy it stops the signature, or warns."""
    TOLD = "told"
    """Honest documents have it too; it is told and never stops."""


_SEVERITIES = {
    FindingCode.DAMAGED: Severity.NEVER,
    FindingCode.LINK: Severity.TOLD,
    FindingCode.SCANNED_TEXT: Severity.TOLD,
}


@dataclass(frozen=True)
class Finding:
    """One thing that was found; ``page`` counts from 1, None is the document as a whole.

    ``detail`` is a fact of the document: a name, an address, the first words of a hidden text. It
    is somebody else's text on one line and without anything that turns writing around.
    """

    code: FindingCode
    page: int | None = None
    detail: str = ""

    @property
    def severity(self) -> Severity:
        """What it means for a signature."""
        return _SEVERITIES.get(self.code, Severity.STOPS)


def shown(text: str) -> str:
    """Make a detail of a document's text: short, one line, no control characters."""
    plain = _UNSEEN.sub(" ", text).strip()
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
