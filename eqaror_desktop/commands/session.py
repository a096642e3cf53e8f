"""``login``, ``logout`` and ``sync``."""

from __future__ import annotations

import argparse
import sys

from eqaror_desktop.commands import (
    DONE,
    FAILED,
    OPEN,
    Context,
    add_json,
    add_token,
    print_json,
    put,
)
from eqaror_desktop.commands.pins import ask_for_pin, token_meant
from sync.cancel import Progress, Watcher, silent

_WIDTH = 60
"""Characters of a line that tells how far something is."""


def arguments_login(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``login``."""
    add_token(parser)
    add_json(parser)


def run_login(arguments: argparse.Namespace, context: Context) -> int:
    """Sign in with a token."""
    with context.open() as application:
        before = application.person()
        pinfl = before.person.pinfl if before else None
        token = token_meant(application, arguments, pinfl)
        pin = ask_for_pin(application, token, arguments, context)
        me = application.sign_in(token.serial, pin, certificate=arguments.certificate)
    if arguments.json:
        print_json(me)
    else:
        context.say("signed_in", name=me.person.name, post=me.person.post)
    return DONE


def arguments_logout(parser: argparse.ArgumentParser) -> None:
    """``logout`` has no arguments."""
    del parser


def run_logout(arguments: argparse.Namespace, context: Context) -> int:
    """End the session."""
    del arguments
    with context.open() as application:
        application.sign_out()
    return DONE


def _progress(context: Context) -> Watcher:
    """Tell on a terminal how far it is; a log or a pipe gets none of it."""
    if not sys.stderr.isatty():
        return silent

    def watch(progress: Progress) -> None:
        line = context.messages.text(
            "words", f"sync_{progress.step}", done=progress.done, total=progress.total
        )
        print(f"\r{line:<{_WIDTH}}", end="", file=sys.stderr, flush=True)

    return watch


def arguments_sync(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``sync``."""
    add_json(parser)


def run_sync(arguments: argparse.Namespace, context: Context) -> int:
    """Send what waits, fetch what changed, and make the texts searchable."""
    from eqaror_desktop.lost_registrations import (
        lost_registrations,
        lost_told,
        numbers_given_twice,
    )
    from eqaror_desktop.outbox_words import kind_of, told
    from eqaror_desktop.whose import Whose

    with context.open() as application:
        report = application.sync(_progress(context))
        if sys.stderr.isatty():
            print(f"\r{'':<{_WIDTH}}\r", end="", file=sys.stderr, flush=True)
        while application.index_texts():
            pass
        lost = lost_registrations(application) if report.failure is None else ()
        twice = numbers_given_twice(application.store)
        refused = [application.store.outbox.entry(key) for key in report.refused]
        whose = Whose(application.store, application.person())
    facts = {
        "changed": len(report.changed) + len(report.removed),
        "sent": len(report.sent),
        "refused": len(report.refused),
        "unconfirmed": len(report.unconfirmed),
    }
    problems = [str(context.messages.error(item.error)) for item in report.errors]
    if report.failure is not None:
        problems.append(str(context.messages.error(report.failure)))
    if arguments.json:
        print_json(
            {
                **facts,
                "fetched": report.fetched,
                "problems": problems,
                "lost": [
                    {"key": entry.key, "draft": entry.draft, "registration": entry.registration}
                    for entry in lost
                ],
                "numbers_given_twice": twice,
                "refusals": [
                    {"key": entry.key, "draft": entry.draft, "code": entry.code}
                    for entry in refused
                ],
            }
        )
    else:
        context.say("synchronised", **facts)
        for entry in refused:
            why = " ".join(told(entry, context.messages, whose))
            put(f"{entry.draft} {entry.title}, {kind_of(entry, context.messages)}: {why}")
        for problem in (*lost_told(lost, twice, context.messages), *problems):
            put(problem)
    if report.failure is not None or report.errors or report.refused or lost:
        return FAILED
    return OPEN if report.unconfirmed else DONE
