"""What a container may hold, and the words of its format (ETSI EN 319 162-1, A.1; APPNOTE 4.3)."""

from __future__ import annotations

import struct

MIMETYPE = "application/vnd.etsi.asic-e+zip"
MAX_MEMBERS = 512
MAX_MEMBER_BYTES = 256 << 20
MAX_TEXT_BYTES = 64 << 20
"""Of the text itself: it is compared with what was made of it, so it is held more than once."""
MAX_SIGNATURES_BYTES = 32 << 20
"""Of all signatures in a container together, with the certificates and lists that they bring."""
MAX_ANSWER_BYTES, MAX_REMARK_BYTES = 64 << 10, 30_000
"""Of an answer that arrives, and of its remark in ``trail.json``: every member has room."""
MAX_TOTAL_BYTES = 1 << 30
MAX_RATIO = 200
CHUNK = 1 << 20

LOCAL_HEADER = struct.Struct("<4s5H3L2H")
UNIX = 3
"""Who made an entry, APPNOTE 4.4.2: its upper attributes are a mode."""
