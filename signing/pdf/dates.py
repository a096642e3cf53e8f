"""Dates as PDFs write them (ISO 32000-1, 7.9.4)."""

from __future__ import annotations

import re
from datetime import datetime

from signing.days import is_reckoned

_DATE = re.compile(r"D:(\d{14})(Z|[+-]\d\d)?'?(\d\d)?")


def read_date(text: str) -> datetime | None:
    """Return a moment; None for what is no date, or none that anybody reckons with."""
    found = _DATE.match(text)
    if found is None:
        return None
    zone = "+0000" if found[2] in (None, "Z") else f"{found[2]}{found[3] or '00'}"
    try:
        read = datetime.strptime(f"{found[1]}{zone}", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None
    return read if is_reckoned(read) else None
