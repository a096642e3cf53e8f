"""Under which names a signed file is to other programs what it was verified as.

Which program opens a file its name says. What is read here as one format may be another to a
program of another one, whose words nobody signed: a page in a key, a PDF in a note. So a file is
valid only under a name of its own format, or under one that says none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum

from signing.detail import said
from signing.flaws import Flaw
from signing.report import Reason, Report, Verdict

SIGNATURES = (
    *("p7s", "p7m", "p7b", "p7c", "p7", "pkcs7", "cms", "csig", "sig", "sgn", "sign"),
    *("pem", "der", "ber", "tsr", "tst"),
)
"""RFC 8551, 3.2.1; RFC 3161, 3.2; and as CryptoPro, E-IMZO, ViPNet and AutoFirma have them."""
_TEXTS = ("txt", "b64", "base64", "asc")


class Form(Enum):
    """What a file was verified as, and how such files are called; first as they are best."""

    PACKAGE = Flaw.FORM_PACKAGE, ("asice", "asics", "sce", "scs", "bdoc", "edoc", "zip")
    """EN 319 162-1; .adoc is AsciiDoc's, too, and Lithuania's has other signatures."""
    PDF = Flaw.FORM_PDF, ("pdf",)
    SIGNATURE = Flaw.FORM_SIGNATURE, SIGNATURES
    TEXT = Flaw.FORM_SIGNATURE, (*SIGNATURES, *_TEXTS)
    """A signature in PEM or base64."""

    def __init__(self, word: Flaw, suffixes: tuple[str, ...]) -> None:
        self.word = word
        self.suffixes = suffixes


_MOST_TOLD = 32
_SLASHES = re.compile(r"[/\\]")
_SUFFIX = re.compile(r"[^ ]*[A-Za-z][^ ]*")
"""A date and the rest of a sentence are none: no program has one without a letter of ASCII, and
Windows ends one at a blank (PathFindExtension)."""


def suffix_of(name: str) -> str:
    """Return what a name says of its format, in lower case; empty if it says nothing.

    Windows drops dots and blanks at the end of a name, and of ``.html`` all is a suffix to it.
    """
    _, dot, suffix = _SLASHES.split(name)[-1].rstrip(". ").rpartition(".")
    return suffix.lower() if dot and _SUFFIX.fullmatch(suffix) else ""


def with_name(report: Report, form: Form, name: str) -> Report:
    """Return a report that leaves a file open whose name is of another format.

    Args:
        report: of which it is told if it is valid.
        form: what the file was verified as.
        name: the file's; empty if it has none.
    """
    suffix = suffix_of(name)
    if report.verdict is not Verdict.VALID or not suffix or suffix in form.suffixes:
        return report
    told = said(Flaw.NAMED_AS_ANOTHER, form.word, suffix[:_MOST_TOLD], form.suffixes[0])
    reason = Reason("NAME_OF_ANOTHER_KIND", told, failed=False)
    return replace(report, verdict=Verdict.INDETERMINATE, reasons=(*report.reasons, reason))
