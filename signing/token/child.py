"""The token host: ``python -m signing.token.child MODULE SECONDS IDLE``; one command at a time.

It speaks :mod:`signing.token.protocol` on private copies of its standard input and output; the
numbers 0 and 1 themselves lead nowhere, because drivers print, and some ask. It ends when its
input ends, or when a command takes longer than SECONDS and nobody has ended it by then: its parent
may be gone. Its imports are few, because a person waits for its start.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from pathlib import Path

from signing.dumps import keep_private
from signing.errors import DeviceFault, SigningError, TokenBusy
from signing.token import protocol
from signing.token.copies import leave_if_copied
from signing.token.info import TokenInfo
from signing.token.modules import uses_card_readers
from signing.token.pkcs11.driver import Driver
from signing.token.protocol import AnyAnswer, AnyCommand


def main() -> int:
    """Run the host until its input ends.

    Returns:
        0 at the end of input; 2 when the module could not be loaded.
    """
    commands, answers = _private_pipes()
    own = os.getpid()
    keep_private(closed=True)
    with contextlib.suppress(ValueError):
        # Ctrl-C in a terminal reaches the whole group; the program itself decides what ends.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    seconds, idle = int(sys.argv[2]), int(sys.argv[3])
    _end_after(seconds)
    try:
        driver = Driver(sys.argv[1], own)
    except SigningError as error:
        leave_if_copied(own)
        protocol.write_frame(answers, protocol.encode(protocol.failure(error)))
        return 2
    leave_if_copied(own)
    protocol.write_frame(answers, protocol.encode(protocol.Ready()))
    while True:
        # A login nobody uses ends with this process, if it was not ended in order before.
        _end_after(idle if driver.logged_in else 0)
        try:
            command = protocol.decode_command(protocol.read_frame(commands))
            secrets = [
                protocol.read_frame(commands, protocol.MAX_SECRET) for _ in range(command.secrets)
            ]
        except protocol.FrameError:
            return 0
        _end_after(seconds)
        result = protocol.encode(answer(driver, command, secrets))
        leave_if_copied(own)
        protocol.write_frame(answers, result)


def answer(driver: Driver, command: AnyCommand, secrets: list[bytearray]) -> AnyAnswer:
    """Do one command; the secrets are wiped whatever happens."""
    try:
        return _perform(driver, command, secrets)
    except SigningError as error:
        return protocol.failure(error)
    except Exception as error:  # noqa: BLE001 - the other process must learn of a bug here too
        # Only the place: the text of an unexpected error could hold anything.
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        line = 0 if place is None else place.tb_lineno
        return protocol.failure(DeviceFault("token host", f"{type(error).__name__}:{line}"))
    finally:
        for secret in secrets:
            protocol.wipe(secret)


def _perform(driver: Driver, command: AnyCommand, secrets: list[bytearray]) -> AnyAnswer:
    match command:
        case protocol.ListTokens():
            return protocol.Tokens(_tokens(driver))
        case protocol.ReadCertificates(serial=serial, logged_in=logged_in):
            return protocol.Certificates(driver.certificates(serial, logged_in=logged_in))
        case protocol.Login(serial=serial, writable=writable):
            return protocol.LoggedIn(driver.login(serial, secrets[0], writable=writable))
        case protocol.Sign():
            return protocol.Value(
                driver.sign(
                    command.key_id,
                    command.key_type,
                    command.mechanism,
                    command.hash_name,
                    command.prepared,
                    secrets[0] if secrets else None,
                    parameter=command.parameter,
                )
            )
        case protocol.Logout():
            driver.logout()
        case protocol.Refresh():
            driver.refresh()
        case protocol.ChangePin(serial=serial):
            driver.change_pin(serial, secrets[0], secrets[1])
        case protocol.UnblockPin(serial=serial, way=way):
            driver.unblock_pin(serial, way, secrets[0], secrets[1])
        case protocol.InitialiseToken(label=label):
            return protocol.Initialised(driver.initialise(label, secrets[0], secrets[1]))
        case protocol.GenerateKey():
            return protocol.PublicKey(
                *driver.generate(
                    command.key_type,
                    command.bits,
                    command.curve,
                    command.key_id,
                    command.label,
                    pin_each_time=command.pin_each_time,
                )
            )
        case protocol.StoreCertificate():
            driver.store(
                command.key_id,
                command.label,
                command.der,
                command.subject,
                command.issuer,
                command.serial_number,
            )
    return protocol.Done()


def _tokens(driver: Driver) -> tuple[TokenInfo, ...]:
    found = driver.tokens()
    if not found and uses_card_readers(Path(sys.argv[1])):
        from signing.token.exclusive import held_alone

        if held_alone():
            raise TokenBusy
    return found


def _private_pipes() -> tuple[io.FileIO, io.FileIO]:
    """Keep the pipes on numbers no driver knows, and lead 0 and 1 to nowhere."""
    commands, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return io.FileIO(commands, "rb"), io.FileIO(answers, "wb")


def _end_after(seconds: int) -> None:
    """Let the operating system end this process after a time; 0 takes it back.

    PyKCS11 holds the interpreter's lock during a call, so no thread of Python could do it.
    """
    if sys.platform == "win32":
        import faulthandler

        faulthandler.cancel_dump_traceback_later()
        if seconds:
            # Its only effect is the end: standard error leads nowhere.
            faulthandler.dump_traceback_later(seconds, exit=True)
    else:
        # A hundred times cheaper than starting a thread for each command.
        signal.alarm(seconds)


if __name__ == "__main__":
    sys.exit(main())
