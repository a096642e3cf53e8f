"""``doctor``."""

from __future__ import annotations

import argparse

from eqaror_desktop.commands import DONE, FAILED, Context, add_json, print_json, put


def arguments_doctor(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``doctor``."""
    add_json(parser)


def run_doctor(arguments: argparse.Namespace, context: Context) -> int:
    """Look at everything signing needs, and tell each cure."""
    from eqaror_desktop.doctor.whole import examine

    findings = examine(context.directory, context.messages)
    if arguments.json:
        print_json(findings)
    else:
        for item in findings:
            name = context.messages.text("doctor", item.topic)
            mark = "✗" if not item.ok else "!" if item.warns else "✓"
            put(f"{mark} {name}: {item.text}")
    return DONE if all(item.ok for item in findings) else FAILED
