"""``proxy``: user and password for the office's proxy; kept where the store's key is."""

from __future__ import annotations

import argparse

from eqaror_desktop.commands import DONE, FAILED, Context
from eqaror_desktop.network import ProxyLogin


def arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of ``proxy``."""
    actions = parser.add_subparsers(dest="action", required=True)
    login = actions.add_parser("login")
    login.add_argument("user")
    login.add_argument("--password-stdin", action="store_true")
    actions.add_parser("logout")


def run(arguments: argparse.Namespace, context: Context) -> int:
    """Keep or forget them."""
    if arguments.action == "logout":
        with context.open() as application:
            ProxyLogin(application.secrets).forget()
        context.say("proxy_forgotten")
        return DONE
    # A colon ends the user (RFC 7617, section 2).
    if not arguments.user or ":" in arguments.user or not arguments.user.isprintable():
        context.say("proxy_user_wrong")
        return FAILED
    password = context.read_pin(
        from_stdin=arguments.password_stdin, what="proxy_password", needed="password_needed"
    )
    try:
        with context.open() as application:
            ProxyLogin(application.secrets).keep(arguments.user, password.decode())
    except UnicodeDecodeError:
        context.say("proxy_user_wrong")
        return FAILED
    finally:
        password[:] = bytes(len(password))
    context.say("proxy_kept", user=arguments.user)
    return DONE
