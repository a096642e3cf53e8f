"""Which known attack a reason is the trace of, so that a report can call it by its name.

A reason says what is not as it was; what such a thing is done for, papers have names for: shadow
attacks (Mainka and others, NDSS 2021), attacks on certified documents (Rohlmann and others, S&P
2021), incremental saving, signature wrapping and universal forgery (Mladenov and others, CCS
2019), and the ambiguous archives of many. A name is a guess at a purpose and decides nothing.
"""

from __future__ import annotations

import re

_AFTER = "CHANGED_AFTER_SIGNING"
_BROKEN = "FORMAT_FAILURE"
# Of what was changed, the first word of the last part but names of fields and members.
_CHANGED = {
    "page": "shadow_page",
    "pages": "shadow_document",
    "catalog": "shadow_document",
    "annotation": "overlay",
    "field": "overlay",
    "form": "overlay",
    "unlisted": "incremental_saving",
    "unsound": "incremental_saving",
    "unshown": "signature_wrapping",
}
_ENDINGS = (
    (r"no (byte range|contents)", "signature_forgery"),
    (r"the value is no signature", "signature_forgery"),
    (r"the byte range [a-z ]+", "signature_wrapping"),
    (r"the PDF signature's byte range.*", "signature_wrapping"),
    (r"the space for the signature [a-z ]+", "signature_wrapping"),
    (r"the PDF does not end with .*", "incremental_saving"),
    (r"the PDF's end names no .*", "incremental_saving"),
    (r"the PDF signature does not cover the whole file", "incremental_saving"),
    (r"decision\.pdf holds more than one update", "incremental_saving"),
    (r"something is between the .*", "incremental_saving"),
    (r"a (PDF|ZIP) in a signature that is not its content", "shadow_document"),
    (r"the update (puts another catalog in place|changes the .*)", "shadow_document"),
    (
        r"the update (changes objects of|hides objects|removes or moves|shows objects).*",
        "shadow_page",
    ),
    (r"the update adds (a form with more|a field that is not).*", "overlay"),
    (r"a document type is not allowed", "xml_entities"),
    (r".* comes twice", "zip_twice"),
    (r"member name .*", "zip_path"),
    (
        r"two different (names|descriptions)|header|.* has another name in an extra field",
        "zip_differs",
    ),
    (r"data (before|behind|between) .*|data behind it|bytes behind its end", "zip_hidden"),
    (r".* is encrypted", "zip_encrypted"),
    (r".* is a compression bomb", "zip_bomb"),
    (r"\d+ members|a ZIP64 directory", "zip_size"),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL), name) for pattern, name in _ENDINGS)

ATTACKS = frozenset({*_CHANGED.values(), *(name for _, name in _ENDINGS), "certification_bypass"})
"""Every name there is; each has a text in the message table."""


def attack_of(code: str, detail: str) -> str:
    """Return the name of the attack that a reason is a trace of; empty if it has none."""
    parts = detail.split(": ")
    if code == _AFTER:
        if "certified" in parts:
            return "certification_bypass"
        kinds = (_CHANGED.get(part.partition(" ")[0], "") for part in parts[:2])
        return next(filter(None, kinds), "")
    if code != _BROKEN:
        return ""
    if len(parts) == 1 and detail.startswith("field "):
        return "signature_forgery"
    last = parts[-1]
    return next((name for known, name in _COMPILED if known.fullmatch(last)), "")
