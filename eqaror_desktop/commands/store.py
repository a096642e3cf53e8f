"""``store``: what this station keeps, whether it is sound, new keys for it, a new beginning."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from eqaror_desktop.commands import DONE, FAILED, Context, add_json, print_json, put

if TYPE_CHECKING:
    from eqaror_desktop.application import Application


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``store``."""
    parser.add_argument(
        "action", nargs="?", choices=("show", "check", "rotate-key", "begin"), default="show"
    )
    add_json(parser)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Show the store, read all of it once, replace its keys, or begin one where one was."""
    if arguments.action == "rotate-key":
        return _rotate(arguments, context)
    if arguments.action == "begin":
        _forget_what_was(context)
    with context.open(to_read=arguments.action == "show") as application:
        sound = arguments.action != "check" or _check(application, context)
        keys = application.store.keys
        facts = {
            "directory": str(application.profile.directory),
            "key_since": keys.since,
            "drafts": application.store.drafts.count(),
            "waiting": application.upkeep.waiting(),
        }
    if arguments.json:
        print_json(facts | ({"sound": sound} if arguments.action == "check" else {}))
    else:
        put(facts["directory"])
        context.say("store_key_since", at=context.messages.moment(keys.since))
        context.say("store_counts", drafts=facts["drafts"], waiting=facts["waiting"])
        if arguments.action == "check" and sound:
            context.say("store_sound")
    return DONE if sound else FAILED


def _check(application: Application, context: Context) -> bool:
    """Read every page of the database and every package that is not settled."""
    import sys

    from sync.errors import NotFound, StoreDamaged

    try:
        application.store.database.check()
        for entry in application.store.outbox.entries(open_only=True):
            if entry.package is not None:
                for _ in application.store.packages.chunks(entry.package):
                    pass
    except (StoreDamaged, NotFound) as error:
        print(context.messages.error(error), file=sys.stderr)
        return False
    return True


def _forget_what_was(context: Context) -> None:
    """Let a new profile be made where another was; one that is here stays as it is."""
    from eqaror_desktop.profile import Profile
    from sync.errors import ProfileAway

    witness = Profile.place(context.directory).witness
    try:
        witness.require()
    except ProfileAway:
        witness.forget()


def _rotate(arguments: argparse.Namespace, context: Context) -> int:
    from eqaror_desktop.profile import Profile
    from eqaror_desktop.settings import read_settings
    from sync import vault
    from sync.secrets import choose_secrets

    profile = Profile.at(context.directory)
    secrets = choose_secrets(profile.directory, read_settings(profile.settings).secrets)
    keys = vault.rotate(profile.directory, secrets)
    if arguments.json:
        print_json({"key_since": keys.since})
    else:
        context.say("store_rotated")
    return DONE
