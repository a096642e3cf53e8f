"""``trust``: the registry's word about certificates, carried to a station without a line."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eqaror_desktop.commands import DONE, Context, add_json, print_json

if TYPE_CHECKING:
    from eqaror_desktop.proofs import Bundle


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``trust``."""
    actions = parser.add_subparsers(dest="action", required=True)
    add_json(actions.add_parser("show"))
    taken = actions.add_parser("import")
    taken.add_argument("file", type=Path)
    add_json(taken)
    given = actions.add_parser("export")
    given.add_argument("file", type=Path)
    given.add_argument("--force", action="store_true")
    add_json(given)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Show, take or give away the registry's last word about certificates."""
    with context.open(to_read=arguments.action != "import") as application:
        if arguments.action == "import":
            bundle = application.proofs.take_bundle(arguments.file)
        else:
            bundle = application.proofs.bundle()
        registry = application.proofs.registry_name
        if arguments.action == "export":
            _export(arguments, bundle)
    if arguments.json:
        print_json({"issued": bundle.issued, "as_of": bundle.as_of, "registry": registry})
    else:
        print(registry)
        moment = context.messages.moment
        context.say("trust_issued", at=moment(bundle.issued), age=_age(bundle.issued))
        if bundle.as_of is not None:
            context.say("trust_as_of", at=moment(bundle.as_of), age=_age(bundle.as_of))
    return DONE


def _export(arguments: argparse.Namespace, bundle: Bundle) -> None:
    from eqaror_desktop.new_file import require_new, write_new

    target: Path = arguments.file
    require_new(target, force=arguments.force)
    write_new(target.resolve(), (bundle.content,), 0o644)


def _age(value: datetime) -> str:
    hours = (datetime.now(UTC) - value).total_seconds() / 3600
    return f"{max(hours, 0):.0f}"
