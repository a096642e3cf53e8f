"""Whether a queue of CUPS takes what is printed: Qt hands it over and hears no answer."""

from __future__ import annotations

import ctypes

_LIBRARY = "libcups.so.2"
_ACTIVE = 0
"""``CUPS_WHICHJOBS_ACTIVE``."""
_ACCEPTING = b"printer-is-accepting-jobs"


class _Option(ctypes.Structure):
    """``cups_option_t`` of CUPS."""

    _fields_ = (("name", ctypes.c_char_p), ("value", ctypes.c_char_p))


class _Destination(ctypes.Structure):
    """``cups_dest_t`` of CUPS."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("instance", ctypes.c_char_p),
        ("is_default", ctypes.c_int),
        ("count", ctypes.c_int),
        ("options", ctypes.POINTER(_Option)),
    )


class _Job(ctypes.Structure):
    """``cups_job_t`` of CUPS."""

    _fields_ = (
        ("id", ctypes.c_int),
        *((part, ctypes.c_char_p) for part in ("dest", "title", "user", "format")),
        *((part, ctypes.c_int) for part in ("state", "size", "priority")),
        *((part, ctypes.c_long) for part in ("completed", "created", "begun")),
    )


def refusal(name: str) -> str:
    """Return why a queue takes nothing now: ``absent`` (no such queue answers) or ``closed``.

    It asks the print server, over the network perhaps: not for the GUI thread.

    Args:
        name: as Qt names the printer.

    Returns:
        Empty where it takes jobs, and where that cannot be found out: without CUPS.
    """
    try:
        cups = ctypes.CDLL(_LIBRARY)
        find, option, free = cups.cupsGetNamedDest, cups.cupsGetOption, cups.cupsFreeDests
    except (OSError, AttributeError):
        return ""
    pointer = ctypes.POINTER(_Destination)
    find.restype, find.argtypes = pointer, (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p)
    option.restype = ctypes.c_char_p
    option.argtypes = (ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(_Option))
    free.restype, free.argtypes = None, (ctypes.c_int, pointer)
    found = find(None, name.encode(), None)
    if not found:
        return "absent"
    try:
        answer = option(_ACCEPTING, found.contents.count, found.contents.options)
    finally:
        free(1, found)
    return "closed" if answer == b"false" else ""


def newest(name: str) -> int:
    """Return the number of this user's newest job that waits in a queue; 0 where none does.

    Args:
        name: of the queue.
    """
    return max((number for number, _ in _waiting(name)), default=0)


def withdraw(name: str, title: str, after: int) -> None:
    """Take the job back that was just handed over under a title.

    Qt hands over what it has, even where printing was ended half way. What the printer has
    already may come out.

    Args:
        name: of the queue.
        title: of the job.
        after: what :func:`newest` was before; an earlier job of the title is another printout.
    """
    made = [number for number, titled in _waiting(name) if titled == title and number > after]
    if made:
        cancel = ctypes.CDLL(_LIBRARY).cupsCancelJob
        cancel.argtypes = (ctypes.c_char_p, ctypes.c_int)
        cancel(name.encode(), max(made))


def _waiting(name: str) -> list[tuple[int, str]]:
    """Return numbers and titles of this user's jobs in a queue; none without CUPS."""
    try:
        cups = ctypes.CDLL(_LIBRARY)
        get, free = cups.cupsGetJobs2, cups.cupsFreeJobs
    except (OSError, AttributeError):
        return []
    pointer = ctypes.POINTER(_Job)
    get.argtypes = (
        ctypes.c_void_p, ctypes.POINTER(pointer), ctypes.c_char_p, ctypes.c_int, ctypes.c_int
    )  # fmt: skip
    free.restype, free.argtypes = None, (ctypes.c_int, pointer)
    jobs = pointer()
    count = get(None, ctypes.byref(jobs), name.encode(), True, _ACTIVE)
    each = (jobs[place] for place in range(count))
    found = [(job.id, (job.title or b"").decode(errors="replace")) for job in each]
    free(count, jobs)
    return found
