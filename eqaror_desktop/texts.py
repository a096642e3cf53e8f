"""The text of a PDF, for search and for reading; slow, so never in the GUI thread."""

from __future__ import annotations

import io
import logging

from sync.cancel import NEVER, CancelToken, check
from sync.errors import NotFound
from sync.station import Store


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


def index_texts(store: Store, cancel: CancelToken, limit: int) -> int:
    """Read the texts that are here but not in the search index yet.

    Args:
        store: the station's.
        cancel: stops between two drafts.
        limit: at most so many drafts.

    Returns:
        How many were read.
    """
    done = 0
    for item in store.search.unindexed(limit):
        if cancel.is_set():
            break
        try:
            pdf = store.files.read(item.sha256)
            store.search.index_text(item.draft, item.sha256, "\n".join(page_texts(pdf)))
        except NotFound:
            # Its text was not fetched yet, or the draft has left this station.
            continue
        done += 1
    return done
