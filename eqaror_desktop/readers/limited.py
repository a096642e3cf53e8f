"""Gives a process its limits and becomes a reader: ``python -I -m … SECONDS PROGRAM ARGUMENTS``.

Between a fork and the program's start nothing of this program may run where threads do, so the
limits are set by a process that has none.
"""

from __future__ import annotations

import os
import sys

from eqaror_desktop.readers.confined import confine

MEMORY = 2 << 30
"""Bytes."""

NOT_OPENED = 66
"""What the window's own reader ends with at a file that it never opens."""
NOT_STARTED = 127
"""What it ends with where it starts no reader, as a shell does."""


def main() -> None:
    """Set the limits – seconds of the processor are the first argument – and go on as the rest."""
    import resource

    try:
        seconds = int(sys.argv[1])
        # Nothing of a draft is left on the disk, by whatever it was read.
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        # Not of addresses: PDFium reserves more of them than any file needs.
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        confine()
        os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606  # a reader that was found on the path
    except (OSError, ValueError):
        # There is no such program any more, or it was another version's that began this one.
        sys.exit(NOT_STARTED)


if __name__ == "__main__":
    main()
