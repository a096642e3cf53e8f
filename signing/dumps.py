"""What is in a process's memory – drafts, keys, PINs – is in no dump of a crash."""

from __future__ import annotations

import contextlib
import sys


def keep_private(*, closed: bool = False) -> None:
    """Let no crash of this process, or of one it starts, write its memory to a disk.

    On Linux a program that takes dumps (core(5), "Piping core dumps to a program") is not bound
    by the limit of their size, so nothing of the memory is given to it either. On Windows a crash
    is not handed to Error Reporting (SetErrorMode with SEM_FAILCRITICALERRORS and
    SEM_NOGPFAULTERRORBOX).

    Args:
        closed: no other process of this user may look into this one either (Linux,
            PR_SET_DUMPABLE). It closes ``/proc/PID`` to the desktop's portals, which ask there who
            asks them for a file dialog or for light or dark: nothing for a process with a window.
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
        if closed:
            import ctypes

            pr_set_dumpable = 4
            ctypes.CDLL(None).prctl(pr_set_dumpable, 0, 0, 0, 0)
