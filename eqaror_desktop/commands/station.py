"""``token list`` and ``doctor``."""

from __future__ import annotations

import argparse

from eqaror_desktop.commands import DONE, FAILED, Context, add_json, print_json, put


def arguments_token(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``token``."""
    actions = parser.add_subparsers(dest="action", required=True)
    add_json(actions.add_parser("list"))


def run_token(arguments: argparse.Namespace, context: Context) -> int:
    """List tokens and their certificates; needs no PIN and no store."""
    from eqaror_desktop.choosing import Judge, described
    from eqaror_desktop.profile import Profile
    from eqaror_desktop.settings import read_settings
    from eqaror_desktop.tokens import Tokens
    from signing.certificate import utc_now

    settings = read_settings(Profile.place(context.directory).settings)
    usage = settings.signing.key_usage
    tokens = Tokens(settings.module_specs(), lambda at, pinfl: Judge(at, usage, None, pinfl))
    try:
        offer = tokens.offer(utc_now())
    finally:
        tokens.close()
    found, problems = offer.tokens, offer.problems
    words = context.messages
    refusals = [str(words.error(item.error)) for item in problems]
    if arguments.json:
        listed = [
            {
                "serial": token.info.serial,
                "label": token.info.label,
                "model": token.info.model,
                "driver": token.module,
                "attempts": token.info.attempts,
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
                put(f"    {described(item)}; {item.facts.algorithm}")
                if item.refusal is not None:
                    put(f"      ✗ {words.error(item.refusal).what}")
            for damaged in token.damaged:
                put(f"    ✗ {words.text('words', 'certificate_damaged', label=damaged.label)}")
        if not found:
            context.say("nothing")
        for refusal in refusals:
            put(refusal)
    return FAILED if problems and not found else DONE


def arguments_doctor(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``doctor``."""
    add_json(parser)


def run_doctor(arguments: argparse.Namespace, context: Context) -> int:
    """Look at everything signing needs, and tell each cure."""
    from eqaror_desktop.doctor import examine

    findings = examine(context.directory, context.messages)
    if arguments.json:
        print_json(findings)
    else:
        for item in findings:
            name = context.messages.text("doctor", item.topic)
            put(f"{'✓' if item.ok else '✗'} {name}: {item.text}")
    return DONE if all(item.ok for item in findings) else FAILED
