"""``token list``, ``token change-pin`` and ``token unblock``."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from eqaror_desktop.commands import DONE, FAILED, Context, add_json, print_json, put
from eqaror_desktop.commands.pins import add_yes, prepare
from signing.errors import ModuleNotLoaded, SigningError
from signing.token.pin import PinKind, UnblockWay

if TYPE_CHECKING:
    from eqaror_desktop.application import Application
    from eqaror_desktop.choosing import ModuleProblem
    from eqaror_desktop.messages import Messages
    from signing.token.info import TokenInfo


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``token`` and of what it can do."""
    actions = parser.add_subparsers(dest="action", required=True)
    add_json(actions.add_parser("list"))
    for name in ("change-pin", "unblock"):
        action = actions.add_parser(name)
        action.add_argument("--token", metavar="SERIAL")
        action.add_argument("--pin-stdin", action="store_true")
        add_yes(action)
        if name == "unblock":
            ways = [str(way).replace("_", "-") for way in UnblockWay]
            action.add_argument("--way", choices=ways)


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Do what was asked for."""
    if arguments.action == "list":
        return _list(arguments, context)
    work = _unblock if arguments.action == "unblock" else _change
    try:
        return work(arguments, context)
    except SigningError as error:
        # Nothing was to be signed here, so nothing is said of signatures.
        print(context.messages.error(error, signing=False), file=sys.stderr)
        return FAILED


def _change(arguments: argparse.Namespace, context: Context) -> int:
    """Change the PIN: on standard input the present one, then the new one."""
    with context.open() as application:
        token = _meant(application, arguments.token)
        prepare(application, token, PinKind.USER, arguments, context)
        secrets = _two(token, "pin", arguments, context)
        if secrets is None:
            return FAILED
        application.tokens.change_pin(token.serial, *secrets)
    context.say("pin_changed", label=token.label)
    return DONE


def _unblock(arguments: argparse.Namespace, context: Context) -> int:
    """Set a new PIN with the PUK: on standard input the PUK, then the new PIN."""
    with context.open() as application:
        token = _meant(application, arguments.token)
        way = application.settings.signing.unblock_way
        if arguments.way is not None:
            way = arguments.way.replace("-", "_")
        prepare(application, token, PinKind.PUK, arguments, context)
        secrets = _two(token, "puk", arguments, context)
        if secrets is None:
            return FAILED
        application.tokens.unblock_pin(token.serial, *secrets, UnblockWay(way))
    context.say("pin_unblocked", label=token.label)
    return DONE


def _meant(application: Application, serial: str | None) -> TokenInfo:
    """Return the token meant; here one without certificates is as good as any other.

    Raises:
        TokenAbsent, SeveralTokens, TokenError: by name.
    """
    from eqaror_desktop.errors import SeveralTokens

    offer = application.offer()
    found = [item.info for item in offer.tokens if serial in (None, item.info.serial)]
    if not found:
        if offer.problems and not offer.tokens:
            raise offer.problems[0].error
        raise offer.absent(serial)
    if len(found) > 1:
        raise SeveralTokens(tuple(item.serial for item in found))
    return found[0]


def _two(
    token: TokenInfo, first: str, arguments: argparse.Namespace, context: Context
) -> tuple[bytearray, bytearray] | None:
    """Read the secret that is there and the new PIN; None if its repetition differs."""
    if token.protected_path:
        return bytearray(), bytearray()
    from_stdin = arguments.pin_stdin
    old = context.read_pin(from_stdin=from_stdin, what=first)
    try:
        new = context.read_pin(from_stdin=from_stdin, what="new_pin")
    except BaseException:
        old[:] = bytes(len(old))
        raise
    if not from_stdin:
        again = context.read_pin(from_stdin=False, what="new_pin_again")
        same = again == new
        again[:] = bytes(len(again))
        if not same:
            for secret in (old, new):
                secret[:] = bytes(len(secret))
            print(context.messages.text("cli", "pins_differ"), file=sys.stderr)
            return None
    return old, new


def _problem(item: ModuleProblem, words: Messages) -> str:
    """Tell what is wrong with a driver, and with which where the error does not say."""
    told = str(words.error(item.error, signing=False))
    return told if isinstance(item.error, ModuleNotLoaded) else f"{item.module}: {told}"


def _list(arguments: argparse.Namespace, context: Context) -> int:
    """List tokens and their certificates; needs no PIN and no store."""
    from eqaror_desktop.choosing import Judge, described
    from eqaror_desktop.errors import SettingsInvalid
    from eqaror_desktop.mechanisms import office_table
    from eqaror_desktop.profile import Profile
    from eqaror_desktop.settings import read_settings
    from eqaror_desktop.tokens import Tokens
    from signing.certificate import utc_now

    profile = Profile.place(context.directory)
    settings = read_settings(profile.settings)
    usage = settings.signing.key_usage
    tokens = Tokens(settings.module_specs(), lambda at, pinfl: Judge(at, usage, None, pinfl))
    try:
        offer = tokens.offer(utc_now())
    finally:
        tokens.close()
    found, problems = offer.tokens, offer.problems
    words = context.messages
    refusals = [_problem(item, words) for item in problems]
    try:
        office_table(profile.directory, settings.signing.algorithms)
    except SettingsInvalid as error:
        # It stops every signature, and hides no token.
        refusals.append(str(words.error(error)))
    if arguments.json:
        listed = [
            {
                "serial": token.info.serial,
                "label": token.info.label,
                "model": token.info.model,
                "driver": token.module,
                "attempts": token.info.attempts,
                "puk_attempts": token.info.puk_attempts,
                "must_change_pin": token.info.must_change_pin,
                "pin_on_reader": token.info.protected_path,
                "certificates": [
                    {
                        **vars(item.facts),
                        "refusal": None
                        if item.refusal is None
                        else str(words.error(item.refusal)),
                    }
                    for item in token.certificates
                ],
                "damaged": [item.label for item in token.damaged],
            }
            for token in found
        ]
        print_json({"tokens": listed, "problems": refusals})
    else:
        for token in found:
            attempts = words.attempts(str(token.info.attempts))
            put(f"{token.info.serial}  {token.info.label} ({token.info.model})  {attempts}")
            for item in token.certificates:
                put(f"    {described(item, words.forms)}; {item.facts.algorithm}")
                if item.refusal is not None:
                    put(f"      ✗ {words.error(item.refusal).what}")
            for damaged in token.damaged:
                put(f"    ✗ {words.text('words', 'certificate_damaged', label=damaged.label)}")
        if not found:
            context.say("nothing")
        for refusal in refusals:
            print(refusal, file=sys.stderr)
    return FAILED if problems and not found else DONE
