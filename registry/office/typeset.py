"""From a document's content to its PDF, with no font and no file of the machine it runs on.

Typst's own Libertinus Serif is used alone, so that the same content gives the same bytes
everywhere. The result is PDF/A-2a (ISO 19005-2, level A: tagged, with Unicode text and metadata).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import typst

Template = Literal["act", "annex", "letter"]

STANDARD: Literal["a-2a"] = "a-2a"


def typeset(template: Template, content: Mapping[str, Any], moment: datetime) -> bytes:
    """Return the PDF of ``content``.

    Args:
        template: name of a file in ``templates/``.
        content: the JSON the template reads.
        moment: aware; the PDF's creation date. Whole seconds are kept.
    """
    pdf = _compiler().compile(
        _source(template),
        format="pdf",
        sys_inputs={"data": msgspec.json.encode(content).decode()},
        pdf_standards=STANDARD,
        timestamp=int(moment.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _compiler() -> typst.Compiler:
    # One for the process: the fonts and the standard library are set up once.
    return typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False))


@cache
def _source(template: Template) -> bytes:
    return files(__package__).joinpath("templates", f"{template}.typ").read_bytes()
