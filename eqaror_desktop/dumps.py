"""What is in this program's memory – drafts, keys, tokens – is in no dump of a crash."""

from __future__ import annotations

import contextlib
import sys


def keep_private() -> None:
    """Let no crash of this process, or of one it starts, write its memory to a disk.

    On Linux a program that takes dumps (core(5), "Piping core dumps to a program") is not bound
    by the limit of their size, so nothing of the memory is given to it either. PR_SET_DUMPABLE
    would do both, and close ``/proc/PID`` to the desktop's portals, which ask there who asks them
    for a file dialog or for light or dark. On Windows a crash is not handed to Error Reporting
    (SetErrorMode with SEM_FAILCRITICALERRORS and SEM_NOGPFAULTERRORBOX).
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetErrorMode(0x0001 | 0x0002)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # No kind of mapping is dumped; kept by fork and execve. A sandbox may have closed it.
        with contextlib.suppress(OSError), open("/proc/self/coredump_filter", "w") as file:  # noqa: PTH123 - pathlib costs at a start
            file.write("0")
