"""``agree`` and ``object``."""

from __future__ import annotations

import argparse

from eqaror_desktop.commands import Context, add_json, add_token
from eqaror_desktop.commands.outbox import send_and_tell
from eqaror_desktop.commands.pins import ask_for_pin, token_meant
from sync.wire import Answer


def arguments_agree(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``agree``; a remark makes it an agreement with a note."""
    parser.add_argument("id")
    parser.add_argument("--remark", default="", metavar="TEXT")
    add_token(parser)
    add_json(parser)


def run_agree(arguments: argparse.Namespace, context: Context) -> int:
    """Agree, with a note if there is one."""
    decision = Answer.AGREED_WITH_NOTE if arguments.remark else Answer.AGREED
    return _answer(arguments, context, decision)


def arguments_object(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``object``."""
    parser.add_argument("id")
    parser.add_argument("--remark", required=True, metavar="TEXT")
    add_token(parser)
    add_json(parser)


def run_object(arguments: argparse.Namespace, context: Context) -> int:
    """Object, with the reason."""
    return _answer(arguments, context, Answer.OBJECTED)


def _answer(arguments: argparse.Namespace, context: Context, decision: Answer) -> int:
    with context.open() as application:
        application.draft(arguments.id)
        me = application.connection.require_person()
        token = token_meant(application, arguments, me.person.pinfl)
        pin = ask_for_pin(application, token, arguments, context)
        entry = application.desk.answer(
            arguments.id,
            decision,
            arguments.remark,
            token.serial,
            pin,
            certificate=arguments.certificate,
        )
        return send_and_tell(application, [entry], context, as_json=arguments.json)
