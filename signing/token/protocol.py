"""What travels between this program and the token host: typed messages in counted frames.

A frame is a 4-byte big-endian length and that many bytes. A message frame holds one MessagePack
struct. A secret (a PIN) is a frame of its own, right after the command that announces it: it goes
from one ``bytearray`` into another and is never part of a struct, so no decoder, ``repr`` or
error text can ever hold a copy of it.
"""

from __future__ import annotations

import struct
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar

import msgspec

from signing import errors
from signing.errors import AttemptsLeft
from signing.token.info import TokenCertificate, TokenInfo
from signing.token.pin import LONGEST, UnblockWay

MAX_MESSAGE = 1 << 20
MAX_SECRET = LONGEST

_LENGTH = struct.Struct(">I")


class FrameError(Exception):
    """The other side closed the pipe, or sent what is not a frame of this protocol."""


class Readable(Protocol):
    """The unbuffered reading end of a pipe."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill as much of ``buffer`` as there is; 0 at the end."""


class Writable(Protocol):
    """The unbuffered writing end of a pipe."""

    def write(self, data: memoryview, /) -> int | None:
        """Write as much of ``data`` as fits."""


class Command(msgspec.Struct, frozen=True, tag=True):
    """Base of everything the host is asked; ``secrets`` frames follow it."""

    @property
    def secrets(self) -> int:
        """How many secret frames follow this command."""
        return 0


class ListTokens(Command, frozen=True):
    """Every token in every reader; answered by :class:`Tokens`."""


class ReadCertificates(Command, frozen=True):
    """Certificates of a token; answered by :class:`Certificates`.

    With ``logged_in`` the session of :class:`Login` is used and only those are answered that have
    a private key beside them; otherwise the public ones, without a PIN.
    """

    serial: str
    logged_in: bool


class Login(Command, frozen=True):
    """Open a fresh session and log in. One secret; answered by :class:`LoggedIn`."""

    serial: str
    writable: bool

    @property
    def secrets(self) -> int:
        """The PIN."""
        return 1


class Sign(Command, frozen=True):
    """Sign prepared bytes once; answered by :class:`Value`.

    They are a digest, a DigestInfo, or, for a token that only signs what it hashes itself, the
    signed attributes of a signature.

    With ``pin_again`` one secret follows, for a key that wants the PIN each time.
    """

    key_id: bytes
    key_type: int
    mechanism: int
    hash_name: str
    prepared: bytes
    pin_again: bool = False
    parameter: bytes = b""
    """Of the mechanism; PSS gets its own."""

    @property
    def secrets(self) -> int:
        """The PIN, where the key wants it again."""
        return int(self.pin_again)


class Logout(Command, frozen=True):
    """Log out and close the session; answered by :class:`Done`."""


class Refresh(Command, frozen=True):
    """Close the driver and initialise it again; no session is open. Answered by :class:`Done`."""


class ChangePin(Command, frozen=True):
    """Change the user's PIN. Secrets: the present one, the new one; answered by :class:`Done`."""

    serial: str

    @property
    def secrets(self) -> int:
        """The present PIN, then the new one."""
        return 2


class UnblockPin(Command, frozen=True):
    """Set a new PIN with the unblocking code. Secrets: the code, the new PIN; answered by Done."""

    serial: str
    way: UnblockWay

    @property
    def secrets(self) -> int:
        """The unblocking code, then the new PIN."""
        return 2


class InitialiseToken(Command, frozen=True):
    """Initialise the first blank token. Secrets: the officer's PIN, the user's PIN.

    Answered by :class:`Initialised`.
    """

    label: str

    @property
    def secrets(self) -> int:
        """The security officer's PIN, then the user's."""
        return 2


class GenerateKey(Command, frozen=True):
    """Make a key pair on the token that is logged in; answered by :class:`PublicKey`."""

    key_type: int
    bits: int
    curve: bytes
    key_id: bytes
    label: str
    pin_each_time: bool = False


class StoreCertificate(Command, frozen=True):
    """Put a certificate beside its key, in the place of an older one; answered by Done."""

    key_id: bytes
    label: str
    der: bytes
    subject: bytes
    issuer: bytes
    serial_number: bytes


class Answer(msgspec.Struct, frozen=True, tag=True):
    """Base of everything the host answers."""


class Ready(Answer, frozen=True):
    """The module is loaded; the first frame of every host that came up."""


class Tokens(Answer, frozen=True):
    """Answer to :class:`ListTokens`."""

    tokens: tuple[TokenInfo, ...]


class Certificates(Answer, frozen=True):
    """Answer to :class:`ReadCertificates`."""

    certificates: tuple[TokenCertificate, ...]


class LoggedIn(Answer, frozen=True):
    """Answer to :class:`Login`: the mechanism numbers (CKM) the token offers."""

    mechanisms: tuple[int, ...]


class Value(Answer, frozen=True):
    """Answer to :class:`Sign`: what C_Sign gave, as it gave it."""

    value: bytes


class Initialised(Answer, frozen=True):
    """Answer to :class:`InitialiseToken`."""

    serial: str


class PublicKey(Answer, frozen=True):
    """Answer to :class:`GenerateKey`; RSA fills modulus and exponent, EC the point."""

    modulus: bytes = b""
    exponent: bytes = b""
    point: bytes = b""


class Done(Answer, frozen=True):
    """It was done and there is nothing to tell."""


A = TypeVar("A", bound=Answer)


class FailureKind(StrEnum):
    """Leaves of the error tree a host can answer with."""

    MODULE_NOT_LOADED = "module-not-loaded"
    TOKEN_ABSENT = "token-absent"  # noqa: S105 - no secret
    TOKEN_REMOVED = "token-removed"  # noqa: S105 - no secret
    TOKEN_BUSY = "token-busy"  # noqa: S105 - no secret
    DEVICE_FAULT = "device-fault"
    PIN_INCORRECT = "pin-incorrect"
    PIN_LOCKED = "pin-locked"
    PIN_LENGTH = "pin-length"
    PIN_MUST_CHANGE = "pin-must-change"
    PIN_NOT_SET = "pin-not-set"
    PIN_CANCELLED = "pin-cancelled"
    NEW_PIN_REFUSED = "new-pin-refused"
    PUK_INCORRECT = "puk-incorrect"
    PUK_LOCKED = "puk-locked"


class Failure(Answer, frozen=True):
    """The command failed; the fields are those of the leaf ``kind`` names."""

    kind: FailureKind
    subject: str = ""
    """Path of the module, serial of the token, or name of the PKCS#11 function."""
    code: str = ""
    """Reason for the module, or name of the CKR code."""
    attempts: AttemptsLeft = AttemptsLeft.UNKNOWN
    minimum: int = 0
    maximum: int = 0


AnyCommand: TypeAlias = (
    ListTokens
    | ReadCertificates
    | Login
    | Sign
    | Logout
    | Refresh
    | ChangePin
    | UnblockPin
    | InitialiseToken
    | GenerateKey
    | StoreCertificate
)
AnyAnswer: TypeAlias = (
    Ready | Tokens | Certificates | LoggedIn | Value | Initialised | PublicKey | Done | Failure
)

_encoder = msgspec.msgpack.Encoder()
_commands: msgspec.msgpack.Decoder[AnyCommand] = msgspec.msgpack.Decoder(AnyCommand)
_answers: msgspec.msgpack.Decoder[AnyAnswer] = msgspec.msgpack.Decoder(AnyAnswer)


def encode(message: Command | Answer) -> bytes:
    """Return the bytes of one message frame, without its length."""
    return _encoder.encode(message)


def decode_command(frame: bytearray) -> AnyCommand:
    """Read a command.

    Raises:
        FrameError: not a command of this protocol.
    """
    try:
        return _commands.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FrameError(str(error)) from error


def decode_answer(frame: bytearray) -> AnyAnswer:
    """Read an answer.

    Raises:
        FrameError: not an answer of this protocol.
    """
    try:
        return _answers.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FrameError(str(error)) from error


def write_frame(stream: Writable, data: bytes | bytearray) -> None:
    """Write one frame straight from ``data``, making no copy of it.

    Raises:
        OSError: the other side is gone.
    """
    for part in (_LENGTH.pack(len(data)), data):
        rest = memoryview(part)
        while rest:
            rest = rest[stream.write(rest) or 0 :]


def read_frame(stream: Readable, limit: int = MAX_MESSAGE) -> bytearray:
    """Read one frame of at most ``limit`` bytes into a buffer of its own.

    Raises:
        FrameError: the pipe ended, or the frame is longer than ``limit``.
    """
    (length,) = _LENGTH.unpack(_read_exactly(stream, _LENGTH.size))
    if length > limit:
        raise FrameError(f"a frame of {length} bytes")
    return _read_exactly(stream, length)


def wipe(secret: bytearray) -> None:
    """Overwrite a secret in its place; its length is kept."""
    secret[:] = bytes(len(secret))


def failure(error: errors.SigningError) -> Failure:
    """Return the message for an error raised in the host.

    Raises:
        TypeError: the error is not one a host raises.
    """
    match error:
        case errors.ModuleNotLoaded():
            return Failure(FailureKind.MODULE_NOT_LOADED, error.path, error.reason)
        case errors.TokenAbsent():
            return Failure(FailureKind.TOKEN_ABSENT, error.serial or "")
        case errors.DeviceFault():
            return Failure(FailureKind.DEVICE_FAULT, error.function, error.code)
        case errors.PinIncorrect():
            return Failure(FailureKind.PIN_INCORRECT, attempts=error.attempts)
        case errors.PukIncorrect():
            return Failure(FailureKind.PUK_INCORRECT, attempts=error.attempts)
        case errors.PinLength():
            return Failure(FailureKind.PIN_LENGTH, minimum=error.minimum, maximum=error.maximum)
    for kind, plain in _PLAIN.items():
        if isinstance(error, plain):
            return Failure(kind)
    raise TypeError(type(error).__name__)


def error_of(message: Failure) -> errors.SigningError:
    """Return the error a :class:`Failure` stands for, to be raised on this side."""
    match message.kind:
        case FailureKind.MODULE_NOT_LOADED:
            return errors.ModuleNotLoaded(message.subject, message.code)
        case FailureKind.TOKEN_ABSENT:
            return errors.TokenAbsent(message.subject or None)
        case FailureKind.DEVICE_FAULT:
            return errors.DeviceFault(message.subject, message.code)
        case FailureKind.PIN_INCORRECT:
            return errors.PinIncorrect(message.attempts)
        case FailureKind.PUK_INCORRECT:
            return errors.PukIncorrect(message.attempts)
        case FailureKind.PIN_LENGTH:
            return errors.PinLength(message.minimum, message.maximum)
    return _PLAIN[message.kind]()


_PLAIN: dict[FailureKind, type[errors.SigningError]] = {
    FailureKind.TOKEN_REMOVED: errors.TokenRemoved,
    FailureKind.TOKEN_BUSY: errors.TokenBusy,
    FailureKind.PIN_LOCKED: errors.PinLocked,
    FailureKind.PIN_MUST_CHANGE: errors.PinMustChange,
    FailureKind.PIN_NOT_SET: errors.PinNotSet,
    FailureKind.PIN_CANCELLED: errors.PinCancelled,
    FailureKind.NEW_PIN_REFUSED: errors.NewPinRefused,
    FailureKind.PUK_LOCKED: errors.PukLocked,
}
"""Leaves without data."""


def _read_exactly(stream: Readable, length: int) -> bytearray:
    buffer = bytearray(length)
    filled = 0
    while filled < length:
        count = stream.readinto(memoryview(buffer)[filled:])
        if not count:
            wipe(buffer)
            raise FrameError("the pipe ended")
        filled += count
    return buffer
