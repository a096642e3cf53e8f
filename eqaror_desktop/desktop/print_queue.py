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


def withdraw(name: str, title: str) -> None:
    """Take the newest of this user's jobs back that waits under a title.

    Qt hands over what it has, even where printing was ended half way. What the printer has
    already may come out.

    Args:
        name: of the queue.
        title: of the job.
    """
    try:
        cups = ctypes.CDLL(_LIBRARY)
        get, cancel, free = cups.cupsGetJobs2, cups.cupsCancelJob, cups.cupsFreeJobs
    except (OSError, AttributeError):
        return
    pointer = ctypes.POINTER(_Job)
    get.argtypes = (
        ctypes.c_void_p, ctypes.POINTER(pointer), ctypes.c_char_p, ctypes.c_int, ctypes.c_int
    )  # fmt: skip
    cancel.argtypes = (ctypes.c_char_p, ctypes.c_int)
    free.restype, free.argtypes = None, (ctypes.c_int, pointer)
    jobs = pointer()
    count = get(None, ctypes.byref(jobs), name.encode(), True, _ACTIVE)
    ids = [jobs[place].id for place in range(count) if jobs[place].title == title.encode()]
    free(count, jobs)
    if ids:
        cancel(name.encode(), max(ids))
