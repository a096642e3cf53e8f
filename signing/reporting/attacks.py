"""Which known attack a reason is the trace of, so that a report can call it by its name.

A reason says what is not as it was; what such a thing is done for, papers have names for: shadow
attacks (Mainka and others, NDSS 2021), attacks on certified documents (Rohlmann and others, S&P
2021), incremental saving, signature wrapping and universal forgery (Mladenov and others, CCS
2019), and the ambiguous archives of many. A name is a guess at a purpose and decides nothing.
"""

from __future__ import annotations

from signing.detail import Detail, Said
from signing.flaws import Flaw

_AFTER = "CHANGED_AFTER_SIGNING"
_BROKEN = "FORMAT_FAILURE"
_CHANGED = {
    Flaw.PAGE: "shadow_page",
    Flaw.PAGES: "shadow_document",
    Flaw.CATALOG: "shadow_document",
    Flaw.CATALOG_ENTRY: "shadow_document",
    Flaw.ANNOTATION: "overlay",
    Flaw.FIELD: "overlay",
    Flaw.FORM: "overlay",
    Flaw.FORM_ENTRY: "overlay",
    Flaw.UNSOUND: "incremental_saving",
    Flaw.UNSHOWN: "signature_wrapping",
}
_TRACES = {
    "signature_forgery": (Flaw.NO_BYTE_RANGE, Flaw.NO_CONTENTS, Flaw.NO_SIGNATURE_VALUE),
    "signature_wrapping": (
        *(Flaw.RANGE_LEAVES, Flaw.RANGE_BOUNDS, Flaw.RANGE_WITHIN, Flaw.PDF_RANGE),
        *(Flaw.PDF_RANGE_LEAVES, Flaw.SPACE_ELSE, Flaw.SPACE_LARGE),
    ),
    "incremental_saving": (
        *(Flaw.NO_END, Flaw.END_NAMES_NO_TABLE, Flaw.NOT_WHOLE_FILE, Flaw.SEVERAL_UPDATES),
        *(Flaw.BEFORE_UPDATE, Flaw.BETWEEN_UPDATE),
    ),
    "shadow_document": (
        *(Flaw.UPDATE_CATALOG, Flaw.UPDATE_CHANGES, Flaw.UPDATE_PAGES, Flaw.UPDATE_PAGE_COUNT),
        *(Flaw.UPDATE_STRUCTURE, Flaw.PDF_OTHER_DOCUMENT, Flaw.ZIP_OTHER_DOCUMENT),
    ),
    "shadow_page": (
        *(Flaw.UPDATE_OBJECTS, Flaw.UPDATE_OBJECT, Flaw.UPDATE_HIDES, Flaw.UPDATE_MOVES),
        Flaw.UPDATE_SHOWS,
    ),
    "overlay": (Flaw.UPDATE_FORM, Flaw.UPDATE_FIELD),
    "xml_entities": (Flaw.DOCUMENT_TYPE,),
    "zip_twice": (Flaw.COMES_TWICE,),
    "zip_path": (Flaw.MEMBER_NAME,),
    "zip_differs": (Flaw.TWO_NAMES, Flaw.TWO_DESCRIPTIONS, Flaw.HEADER, Flaw.EXTRA_NAME),
    "zip_hidden": (
        *(Flaw.DATA_BEFORE, Flaw.DATA_BETWEEN, Flaw.DATA_BEHIND, Flaw.DATA_BEHIND_DIRECTORY),
        Flaw.BYTES_BEHIND_END,
    ),
    "zip_encrypted": (Flaw.ENCRYPTED,),
    "zip_bomb": (Flaw.BOMB,),
    "zip_size": (Flaw.MEMBER_COUNT, Flaw.ZIP64),
}
_BY_FLAW = {flaw: name for name, flaws in _TRACES.items() for flaw in flaws}

ATTACKS = frozenset({*_CHANGED.values(), *_TRACES, "certification_bypass"})
"""Every name there is; each has a text in the message table."""


def attack_of(code: str, detail: Detail) -> str:
    """Return the name of the attack that a reason is a trace of; empty if it has none."""
    flaws = [part.flaw for part in detail.parts if isinstance(part, Said)]
    if code == _AFTER:
        if Flaw.CERTIFIED in flaws:
            return "certification_bypass"
        return next((_CHANGED[flaw] for flaw in flaws if flaw in _CHANGED), "")
    if code != _BROKEN or not flaws:
        return ""
    if len(detail.parts) == 1 and flaws == [Flaw.FIELD]:
        # A field that was signed, in a file without a byte range.
        return "signature_forgery"
    return _BY_FLAW.get(flaws[-1], "")
