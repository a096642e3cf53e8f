"""``explain``: what a code read over the telephone means, and what to do; needs no store."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches

from eqaror_desktop.commands import DONE, FAILED, Context, add_json, print_json, put
from eqaror_desktop.messages import Explained


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``explain``."""
    parser.add_argument("codes", nargs="*", metavar="CODE")
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Tell what each code means; without one, all of them."""
    every = context.messages.explained()
    by_name = {_plain(key): item for item in every for key in (item.code, item.name)}
    # Nobody says the letter over the telephone.
    by_name |= {_plain(item.code.partition("-")[2]): item for item in every}
    found = [by_name.get(_plain(code)) for code in arguments.codes] or list(every)
    for code, item in zip(arguments.codes, found, strict=False):
        if item is None:
            print(context.messages.text("cli", "no_code", code=code), file=sys.stderr)
            near = dict.fromkeys(by_name[key] for key in get_close_matches(_plain(code), by_name))
            if near:
                told = ", ".join(f"{other.code} [{other.name}]" for other in near)
                print(context.messages.text("cli", "near_codes", codes=told), file=sys.stderr)
    known = [item for item in found if item is not None]
    if arguments.json:
        print_json(known)
    else:
        for item in known:
            _show(item)
    return DONE if len(known) == len(found) else FAILED


def _plain(code: str) -> str:
    return code.casefold().replace("-", "").replace("_", "")


def _show(item: Explained) -> None:
    put(f"{item.code} [{item.name}]")
    put(f"  {item.what}")
    put(f"  {item.cure}")
    for cause in item.causes:
        put(f"  – {cause.what}: {cause.cure}" if cause.what else f"  – {cause.cure}")
