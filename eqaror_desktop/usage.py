"""Help and complaints about wrong usage, in the person's language.

``argparse`` asks ``gettext`` for its own words by two names of its module; here they lead to the
message table. What an option is for is found there by its command and its name, so a command
says nothing twice and forgets nothing: a test walks every parser.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import Any

from eqaror_desktop.messages import Messages


def speak(words: Messages) -> None:
    """Let argparse speak the language of ``words`` from now on, for the whole process."""

    def of_number(one: str, several: str, count: int) -> str:
        return words.usage(one if count == 1 else several)

    # The names gettext has there; they are documented nowhere and the same in every version.
    vars(argparse).update({"_": words.usage, "ngettext": of_number})


# Its only name; and it is generic for mypy only.
class _Actions(argparse._SubParsersAction):  # type: ignore[type-arg]  # noqa: SLF001
    """What a command can do; each with its own line of help."""

    words: Messages
    topic = ""

    def add_parser(self, name: str, **more: Any) -> Any:  # noqa: ANN401 - as argparse has it
        topic = f"{self.topic} {name}".strip()
        if "help" not in more:
            more["help"] = more["description"] = self.words.option(topic, "")
        return super().add_parser(name, topic=topic, **more)


class Parser(argparse.ArgumentParser):
    """Leaves with 64 (EX_USAGE), because 2 means "indeterminate" here."""

    def __init__(self, *, words: Messages, topic: str = "", **more: Any) -> None:  # noqa: ANN401
        """Make a parser.

        Args:
            words: the message table.
            topic: the command and what it is to do, e.g. ``token list``; empty for the program.
            more: as argparse takes it.
        """
        self.words = words
        self.topic = topic
        super().__init__(**more)
        self.register("action", "parsers", _Actions)

    def add_argument(self, *names: Any, **more: Any) -> argparse.Action:  # noqa: ANN401
        """Add an argument with its help from the message table."""
        action = super().add_argument(*names, **more)
        if action.help is None:
            action.help = self.words.option(self.topic, action.dest)
        return action

    def add_subparsers(self, **more: Any) -> Any:  # noqa: ANN401 - as argparse has it
        """Add a place for actions whose parsers know this one's words."""
        more.setdefault("parser_class", partial(Parser, words=self.words))
        actions = super().add_subparsers(**more)
        assert isinstance(actions, _Actions)
        actions.words, actions.topic = self.words, self.topic
        return actions

    def _print_message(self, message: str, file: Any = None) -> None:  # noqa: ANN401
        """Print help; argparse would let a full disk pass in silence."""
        if file is sys.stdout and file is not None:
            file.write(message)
        else:
            super()._print_message(message, file)

    def error(self, message: str) -> None:  # type: ignore[override]  # it never returns
        """Tell what is wrong, and leave."""
        from eqaror_desktop.commands import USAGE

        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")
