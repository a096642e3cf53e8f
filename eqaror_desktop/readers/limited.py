"""Gives a process its limits and becomes a reader: ``python -I -m … PROGRAM ARGUMENTS``.

Between a fork and the program's start nothing of this program may run where threads do, so the
limits are set by a process that has none.
"""

from __future__ import annotations

import os
import sys

MEMORY = 2 << 30
"""Bytes."""
SECONDS = 120
"""Of the processor."""


def main() -> None:
    """Set the limits and go on as what is asked for."""
    import resource

    # Nothing of a draft is left on the disk, by whatever it was read.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # Not of addresses: PDFium reserves more of them than any file needs.
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606  # a reader that was found on the path


if __name__ == "__main__":
    main()
