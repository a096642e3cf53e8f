"""The text of a PDF, for search and for reading; slow, so never in the GUI thread."""

from __future__ import annotations

import io
import logging

from sync.cancel import NEVER, CancelToken, check


def page_texts(pdf: bytes, cancel: CancelToken = NEVER) -> tuple[str, ...]:
    """Return the text of each page; a page that cannot be read is an empty string.

    Raises:
        Cancelled: between two pages.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # The library tells of every oddity of every font; what matters is said by the signing checks.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    texts = []
    try:
        for page in PdfReader(io.BytesIO(pdf)).pages:
            check(cancel)
            try:
                texts.append(page.extract_text())
            except (PyPdfError, LookupError, TypeError, ValueError):
                texts.append("")
    except (PyPdfError, LookupError, TypeError, ValueError, RecursionError):
        return tuple(texts)
    return tuple(texts)
