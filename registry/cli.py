"""``eqaror-registry``: make, fill, serve and look after a reference registry.

Passwords come from standard input only. Exit codes: 0 done, 1 refused or failed, 64 usage.
"""

from __future__ import annotations

import argparse
import errno
import json
import logging
import os
import ssl
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from registry.contract import DraftState
from registry.core import DEFAULT_NAME, Core, NoRegistry
from resources.version import program_version

if TYPE_CHECKING:
    from registry.serving import Server

EX_USAGE = 64
_HIGHEST_PORT = 65535
_LONGEST_NAME = 50
"""Bytes of UTF-8; a certificate's name has 64, and those of the authorities 14 more than this."""


class Failure(Exception):
    """What is printed before the program ends with 1."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    parsed = _parser().parse_args(arguments)
    # Whatever a shell allows: nobody else writes to what a registry makes.
    os.umask(os.umask(0o077) | 0o022)
    try:
        code: int = parsed.work(parsed)
    except DatabaseError as error:
        place = parsed.dir / "registry.db"
        print(f"eqaror-registry: {place} cannot be used: {error.orig}", file=sys.stderr)
        return 1
    except (Failure, OSError, LookupError, ValueError, TypeError) as error:
        # The door to people: these are what a wrong directory, file or name raises.
        print(f"eqaror-registry: {error}", file=sys.stderr)
        return 1
    except NoRegistry as error:
        print(f"eqaror-registry: {error} holds no registry; make one with 'init'", file=sys.stderr)
        return 1
    return code


def _init(given: argparse.Namespace) -> int:
    if not 1 <= len(given.name.encode()) <= _LONGEST_NAME:
        told = f"1 to {_LONGEST_NAME} Latin letters, or half as many Cyrillic ones"
        raise Failure(f"--name takes {told}: certificates hold no longer names")
    try:
        core = Core.create(given.dir, given.name)
    except FileExistsError as error:
        raise Failure(
            f"{given.dir} holds a registry already, or a part of one; nothing was changed"
        ) from error
    core.close()
    _say({"directory": str(given.dir), "name": given.name, "trust": str(given.dir / "trust.pem")})
    return 0


def _seed(given: argparse.Namespace) -> int:
    from registry.loading import Registry
    from registry.office import people as office_people
    from registry.office.dataset import make_office
    from registry.seeds import copies

    with Registry(Core(given.dir)) as registry:
        if registry.has_drafts:
            raise Failure(f"{given.dir} holds drafts already; only an empty registry is filled")
        office = make_office(
            datetime.now(UTC), registry.authority, given.drafts, _progress(given.quiet)
        )
        registry.add_organisations(office.organisations)
        registry.add_people(office.people)
        registry.add_drafts(office.drafts)
        extra = max(0, (given.drafts or 0) - len(office.drafts))
        registry.add_drafts(copies(office.drafts, extra))
    _say(
        {
            "drafts": len(office.drafts) + extra,
            "people": len(office.people),
            "organisations": len(office.organisations),
            # Whose keys are to be made on tokens; everybody else's are files here.
            "token_holders": [
                {"pinfl": holder.pinfl, "name": holder.name}
                for holder in (office_people.HOKIM, office_people.TOKEN_OFFICER)
            ],
        }
    )
    return 0


def _serve(given: argparse.Namespace) -> int:
    from registry.serving import Listen, OpenBind, Server

    _require_tls(given.tls_certificate, given.tls_key)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    core = Core(given.dir)
    listen = Listen(given.host, given.port, given.tls_certificate, given.tls_key, given.public_url)
    try:
        server = Server(core, listen)
    except OSError as error:
        core.close()
        if error.errno != errno.EADDRINUSE:
            raise
        raise Failure(f"port {given.port} of {given.host} is taken by another program") from error
    except OpenBind as error:
        print(
            f"eqaror-registry: plain HTTP is served on loopback only, not on {error}; "
            "give --tls-certificate and --tls-key",
            file=sys.stderr,
        )
        return EX_USAGE
    told = {
        "address": server.address,
        "name": core.name,
        "process": os.getpid(),
        "trust": str(given.dir / "trust.pem"),
    }

    unwritten: list[Failure] = []

    def ready() -> None:
        try:
            if given.ready_file is not None:
                _write(given.ready_file, json.dumps(told))
            _say(told)
        except Failure as failure:
            # Here it would end in the server's own traceback.
            unwritten.append(failure)
            server.should_exit = True

    server.ready = ready
    if given.end_with_stdin:
        threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
    try:
        server.serve_forever()
    finally:
        core.close()
        if given.ready_file is not None:
            given.ready_file.unlink(missing_ok=True)
    if unwritten:
        raise unwritten[0]
    return 0


def _require_tls(certificate: Path | None, key: Path | None) -> None:
    """Refuse files that TLS could not begin with, by their names."""
    files = [path for path in (certificate, key) if path is not None]
    for path in files:
        if not path.is_file():
            raise Failure(f"{path}: there is no such file")
    if certificate is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except ssl.SSLError as error:
        told = " and ".join(map(str, files))
        raise Failure(
            f"{told}: no certificate with its key in PEM ({error.reason or 'it holds no key'})"
        ) from error


def _end_with_stdin(server: Server) -> None:
    """Wait for the end of standard input: whoever holds its other end is gone then."""
    # Not through sys.stdin, whose lock a waiting thread would keep from the interpreter's end.
    while os.read(0, 1024):
        pass
    server.should_exit = True


def _issue(given: argparse.Namespace) -> int:
    from cryptography.hazmat.primitives.serialization import Encoding

    from registry.authority import PERSON_DAYS
    from registry.loading import Registry

    core = Core(given.dir)
    with Registry(core) as registry:
        subject = registry.subject(given.pinfl)
        certificate = registry.authority.issue_spki(
            given.spki.read_bytes(), subject, days=given.days or PERSON_DAYS
        )
        chain = (certificate, registry.authority.issuing, registry.authority.root)
    sys.stdout.write("".join(item.public_bytes(Encoding.PEM).decode() for item in chain))
    return 0


def _revoke(given: argparse.Namespace) -> int:
    from registry import certificates

    try:
        serial = int(given.serial.replace(":", ""), 16)
    except ValueError:
        raise Failure(f"{given.serial} is no serial number in hexadecimal") from None
    core = Core(given.dir)
    try:
        if not (given.anyway or core.authority.has_issued(serial)):
            raise Failure(
                f"this registry has no record of a certificate {serial:x}; look at the number,"
                " or give --anyway for one of an earlier version"
            )
        _say({"serial": f"{serial:x}", "new": certificates.revoke(core, serial, core.clock())})
    finally:
        core.close()
    return 0


def _station_list(given: argparse.Namespace) -> int:
    from registry import stations

    core = Core(given.dir)
    _say(
        {
            "sessions": [
                {"session": item.id, "last_seen": item.last_seen.isoformat()}
                for item in stations.sessions(core, given.pinfl)
            ]
        }
    )
    core.close()
    return 0


def _station_forget(given: argparse.Namespace) -> int:
    from registry import stations

    core = Core(given.dir)
    try:
        _say({"forgotten": stations.forget(core, given.pinfl, given.session)})
    finally:
        core.close()
    return 0


def _person_add(given: argparse.Namespace) -> int:
    from registry.contract import Role
    from registry.loading import Registry
    from registry.seeds import SeedPerson

    person = SeedPerson(
        name=given.name,
        post=given.post,
        pinfl=given.pinfl,
        organisation=given.stir,
        roles=tuple(Role(role) for role in given.role),
    )
    with Registry(Core(given.dir)) as registry:
        registry.add_people((person,))
    return 0


def _person_password(given: argparse.Namespace) -> int:
    from registry import auth

    if sys.stdin.isatty():
        import getpass

        new = getpass.getpass("Password: ")
    else:
        new = sys.stdin.readline().rstrip("\r\n")
    core = Core(given.dir)
    auth.set_password(core, given.pinfl, new)
    core.close()
    return 0


def _advance(given: argparse.Namespace) -> int:
    from registry import lifecycle
    from registry.problems import Refusal

    target = DraftState(given.state)
    if target in {DraftState.SIGNED, DraftState.REGISTERED}:
        raise Failure(f"only a signed package that is handed in leads to {target}")
    core = Core(given.dir)
    try:
        with core.database.writing() as connection:
            lifecycle.move(connection, given.draft, target, core.clock(), given.reason)
    except Refusal as refusal:
        raise Failure(f"{given.draft}: {refusal}") from refusal
    finally:
        core.close()
    return 0


def _trust(given: argparse.Namespace) -> int:
    from registry import trust
    from registry.contract import encode

    core = Core(given.dir)
    core.address = given.public_url
    try:
        _write(given.output, encode(trust.statement(core)).decode())
    finally:
        core.close()
    return 0


def _maintenance(given: argparse.Namespace) -> int:
    mark = Core(given.dir).directory / "maintenance"
    if given.switch == "on":
        mark.touch()
    else:
        mark.unlink(missing_ok=True)
    return 0


def _progress(quiet: bool) -> Callable[[int, int], None] | None:
    if quiet or not sys.stderr.isatty():
        return None
    return lambda done, of: print(f"\r{done}/{of}", end="", file=sys.stderr)


def _say(facts: dict[str, object]) -> None:
    print(json.dumps(facts), flush=True)


def _write(path: Path, text: str) -> None:
    # Whoever waits for the file must never read half of it.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, "utf-8")
        draft.replace(path)
    except OSError as error:
        # Nobody chose the other name.
        raise Failure(f"{path} cannot be written: {error.strerror}") from error


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text} is no port: 0 to {_HIGHEST_PORT}")
    return int(text)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]  # exits like its base
        self.print_usage(sys.stderr)
        self.exit(EX_USAGE, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="eqaror-registry", description="The reference central registry.")
    told = f"%(prog)s {program_version()}"
    parser.add_argument("--version", action="version", version=told)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, text: str, work: object) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.add_argument("--dir", type=Path, required=True, help="the registry's directory")
        made.set_defaults(work=work)
        return made

    init = command("init", "Make a new registry.", _init)
    init.add_argument("--name", default=DEFAULT_NAME, help="stands in its certificates")

    seed = command("seed", "Load the demo office.", _seed)
    seed.add_argument("--drafts", type=int, help="how many; beyond the office's own, copies")
    seed.add_argument("--quiet", action="store_true", help="no progress")

    serve = command("serve", "Serve until a signal.", _serve)
    serve.add_argument("--host", default="127.0.0.1", help="another than loopback wants TLS")
    serve.add_argument("--port", type=_port, default=0, help="0: any free one")
    serve.add_argument("--ready-file", type=Path, help="gets the address as JSON when ready")
    serve.add_argument(
        "--end-with-stdin", action="store_true", help="end when standard input does"
    )
    serve.add_argument("--public-url", default="", help="the address stations use")
    serve.add_argument("--tls-certificate", type=Path, help="PEM, with chain")
    serve.add_argument("--tls-key", type=Path, help="PEM")

    issue = command("issue", "Certify a person's key made on a token; prints PEM.", _issue)
    issue.add_argument("--spki", type=Path, required=True, help="public key, DER SPKI")
    issue.add_argument("--pinfl", required=True, help="a person of this registry")
    issue.add_argument("--days", type=int, help="validity; 24 months if not given")

    revoke = command("revoke", "Revoke a certificate.", _revoke)
    revoke.add_argument("--serial", required=True, help="hexadecimal")
    revoke.add_argument("--anyway", action="store_true", help="one that is not on record, too")

    advance = command("advance", "Bring a draft into its next state.", _advance)
    advance.add_argument("draft")
    states = [str(state) for state in DraftState]
    advance.add_argument("state", choices=states, metavar="STATE", help=", ".join(states))
    advance.add_argument("--reason", default="")

    trust = command("trust", "Write the word about certificates that stations can import.", _trust)
    trust.add_argument("--output", type=Path, required=True)
    trust.add_argument("--public-url", default="", help="the address stations use")

    maintenance = command("maintenance", "Refuse every call for a while.", _maintenance)
    maintenance.add_argument("switch", choices=("on", "off"))

    _person_commands(commands)
    _station_commands(commands)
    return parser


def _station_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    text = "Stations: the sessions people have on them."
    station = commands.add_parser("station", help=text, description=text)
    inner = station.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    listed = inner.add_parser("list", help="List a person's sessions.")
    listed.set_defaults(work=_station_list)
    forget = inner.add_parser("forget", help="Let stations wipe their drafts, e.g. a lost laptop.")
    forget.add_argument("--session", help="one of the list; all of the person's if not given")
    forget.set_defaults(work=_station_forget)
    for made in (listed, forget):
        made.add_argument("--dir", type=Path, required=True, help="the registry's directory")
        made.add_argument("--pinfl", required=True)


def _person_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    person = commands.add_parser("person", help="People.", description="People.")
    inner = person.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    add = inner.add_parser("add", help="Add or change a person.")
    add.add_argument("--name", required=True)
    add.add_argument("--post", required=True)
    add.add_argument("--stir", required=True, help="of the organisation")
    add.add_argument("--role", action="append", default=[], help="may be given several times")
    add.set_defaults(work=_person_add)
    password = inner.add_parser("password", help="Set a password, read from standard input.")
    password.set_defaults(work=_person_password)
    for made in (add, password):
        made.add_argument("--dir", type=Path, required=True, help="the registry's directory")
        made.add_argument("--pinfl", required=True)
