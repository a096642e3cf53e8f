"""One of each error that a person can be told of, and the table of words as it is written."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import eqaror_desktop.errors
import signing.errors
import sync.errors
from eqaror_desktop.checks import CheckCode
from eqaror_desktop.errors import (
    AddressInvalid,
    AlreadySigned,
    AnotherWaits,
    ApplicationError,
    AttemptUnconfirmed,
    BundleRefused,
    ChosenAside,
    DecidedByOffice,
    DemoUnavailable,
    EntryOfAnother,
    NoDisplay,
    NotAllowed,
    NotConfigured,
    NothingAsked,
    NotRegistered,
    NotSignedIn,
    OutputRefused,
    PrinterRefuses,
    ReasonMissing,
    RemarkMissing,
    SettingsInvalid,
    SeveralCertificates,
    SeveralEntries,
    SeveralTokens,
    SignedInElsewhere,
    TrustFileInvalid,
)
from resources import resource
from resources.tables import detail_table
from signing.detail import Detail
from signing.errors import (
    ActiveContent,
    AlgorithmRefused,
    AttemptsLeft,
    CertificateExpired,
    CertificateMismatch,
    CertificateNotYetValid,
    CertificateRevoked,
    ClockWrong,
    DeviceFault,
    DocumentTooLarge,
    DraftChanged,
    HostDied,
    LoginEnded,
    MalformedDocument,
    ModuleNotLoaded,
    NewPinRefused,
    NewPinSame,
    NewPinSymbols,
    NoCertificate,
    PinCancelled,
    PinIncorrect,
    PinLength,
    PinLocked,
    PinMustChange,
    PinNotSet,
    PrivateKeyAbsent,
    PukIncorrect,
    PukLength,
    PukLocked,
    ReaderServiceOff,
    SignatureCheckFailed,
    SigningError,
    TokenAbsent,
    TokenBusy,
    TokenNotHere,
    TokenRemoved,
    TokenTimeout,
    UntrustedCertificate,
    WrongPurpose,
)
from signing.flaws import Flaw
from sync.entries import SIGNED, Held, OutboxKind
from sync.errors import (
    AlreadySent,
    BadAnswer,
    CaptivePortal,
    EntryFileRefused,
    FileTampered,
    KeyringLocked,
    KeyringUnavailable,
    KeyringUnusable,
    KeysDamaged,
    NotFound,
    NoTimeStamp,
    NotPlainFile,
    OutcomeUnknown,
    ProfileAway,
    ProfileInUse,
    ProxyFault,
    Refused,
    ServerUntrusted,
    SessionExpired,
    StationForgotten,
    StoreDamaged,
    StoreFull,
    StoreGone,
    StoreKeyMissing,
    StoreOlder,
    StoreReadOnly,
    StoreRescued,
    StoreTooNew,
    SyncError,
    Unreachable,
    UnsignedStays,
    WrongKey,
)
from sync.wire import Action

LANGUAGES = ("en", "uz", "uz_Cyrl", "ru")
OFFICE = "NAMUNAVIY SHAXS"
MOMENT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)

# One of each leaf, with every field that it can have.
EXAMPLES: tuple[Exception, ...] = (
    *(ModuleNotLoaded("/usr/lib/m.so", item) for item in ("absent", "special", "refused")),
    ModuleNotLoaded("/usr/lib/m.so", "wrong-architecture"),
    ModuleNotLoaded("OpenSC, JaCarta", "none"),
    TokenAbsent(),
    TokenAbsent("1111"),
    TokenNotHere("ffff", ("1111", "2222")),
    TokenRemoved(),
    TokenBusy(),
    ReaderServiceOff(),
    HostDied(None),
    TokenTimeout("login", 30.0),
    DeviceFault("C_Sign", "CKR_DEVICE_ERROR"),
    *(PinIncorrect(item) for item in AttemptsLeft),
    PinLocked(),
    PinLength(4, 8),
    PinMustChange(),
    PinNotSet(),
    PinCancelled(),
    NewPinRefused(),
    NewPinSame(),
    NewPinSymbols(),
    *(PukIncorrect(item) for item in AttemptsLeft),
    PukLength(1, 255),
    PukLocked(),
    LoginEnded(300.0),
    *(AttemptUnconfirmed("1111", 2, item) for item in ("pin", "puk")),
    NoCertificate(OFFICE),
    PrivateKeyAbsent(OFFICE),
    CertificateExpired(OFFICE, MOMENT),
    ClockWrong(OFFICE, MOMENT),
    CertificateNotYetValid(OFFICE, MOMENT),
    CertificateRevoked(OFFICE),
    *(CertificateMismatch(OFFICE, item) for item in ("certificate", "pinfl", "stir", "name")),
    WrongPurpose(OFFICE),
    UntrustedCertificate(OFFICE),
    AlgorithmRefused("RSA-1024"),
    MalformedDocument(Flaw.TRAILER),
    DocumentTooLarge(Flaw.MORE_MIB, 64),
    ActiveContent(Detail("/JavaScript")),
    DraftChanged("decision.json"),
    SignatureCheckFailed(("HASH_FAILURE", "TRY_LATER")),
    *(
        Unreachable("https://registry.example", item)
        for item in (
            *("insecure", "name", "refused", "timeout", "ca-file"),
            *("broken", "silent", "http 502"),
        )
    ),
    *(
        ServerUntrusted("https://registry.example", item)
        for item in ("certificate", "expired", "not-yet", "name", "pin", "old-tls", "not-tls")
    ),
    *(
        ProxyFault("https://registry.example", item, "proxy.example:3128")
        for item in (
            *("proxy", "proxy-login", "proxy-refused 403", "proxy-address", "socks", "pac"),
        )
    ),
    *(
        CaptivePortal("https://registry.example", item)
        for item in ("redirect", "page", "sign-in", "behind-tls")
    ),
    OutcomeUnknown("3f1c"),
    SessionExpired(),
    StationForgotten(3),
    Refused("status_418"),
    BadAnswer("GET /v1/me", "$.person"),
    FileTampered("ab" * 32),
    *(
        NoTimeStamp(item, MOMENT)
        for item in (
            "budget",
            "silent",
            "refused",
            "http 502",
            "clock",
            "answer content type text/html",
        )
    ),
    *(KeyringUnavailable(item) for item in ("file", "keyring", "keyring (SecretService)")),
    KeyringUnusable("keyring (SecretService)"),
    *(KeyringLocked(item) for item in ("keyring", "keyring (SecretService)")),
    *(StoreKeyMissing(item) for item in ("file", "keyring (SecretService)")),
    WrongKey(),
    KeysDamaged("profile.json"),
    StoreDamaged("database disk image is malformed"),
    StoreTooNew(9, 1),
    StoreFull("No space left on device"),
    StoreReadOnly("Read-only file system"),
    StoreGone("Stale file handle"),
    ProfileAway("/media/stick/eqaror"),
    StoreOlder(3),
    *(NotPlainFile(item) for item in ("lock", "files/ab")),
    *(StoreRescued("store.db-1", 4, item) for item in (("nothing",), ("outbox", "journal"))),
    StoreRescued("store.db-1", 4, ("key_log", "other")),
    *(ProfileInUse(*item) for item in ((None, ""), (1234, ""), (1234, "PC-7"))),
    *(AlreadySent("3f1c", item) for item in Held),
    *(NotFound(item, "Q-1") for item in ("draft", "file", "entry", "store")),
    SettingsInvalid("settings.toml: langage", "unknown", "language, look"),
    SettingsInvalid("settings.toml:3:7", "syntax"),
    ChosenAside("/home/shaxs/chosen-aside.toml"),
    DecidedByOffice("/etc/xdg/eqaror-desktop/settings.toml", ("language", "look.scheme")),
    SettingsInvalid("settings.toml: signing.idle_minutes = 61", "value", "range 0…60"),
    *(NotConfigured(item) for item in ("registry", "trust", "home", "name")),
    AddressInvalid("reyestr"),
    SignedInElsewhere(),
    NotSignedIn(),
    NotAllowed(tuple(CheckCode)),
    *(NotRegistered("Q-1", item) for item in ("waiting", "refused", "elsewhere")),
    *(
        EntryFileRefused(item)
        for item in ("stranger", "newer", "damaged", "package", "signer", "answer", "person")
    ),
    *(UnsignedStays(item) for item in OutboxKind if item not in SIGNED),
    *(NothingAsked("Q-1", item) for item in Action),
    *(
        AnotherWaits("Q-1", doing, "3f1c0a9e", held)
        for doing in ("agreed", "agreed_with_note", "objected", "package", "return", "reject")
        for held in ("", "sending", "left", "exported")
    ),
    EntryOfAnother("Q-1"),
    SeveralEntries(("3f1c0a9e agreed", "0a1b2c3d return")),
    RemarkMissing("Q-1"),
    ReasonMissing("Q-1"),
    SeveralTokens(("1111", "2222")),
    SeveralCertificates(("0a1b2c3d4e5f6071 NAMUNAVIY SHAXS", "99aabbccddeeff00 NAMUNAVIY SHAXS")),
    *(
        DemoUnavailable(item)
        for item in ("registry", "softhsm", "foreign /d", "running /d", "failed RuntimeError")
    ),
    TrustFileInvalid("roots.pem"),
    *(BundleRefused(item) for item in ("absent", "damaged", "signer", "stranger", "revoked")),
    BundleRefused("older", MOMENT, MOMENT),
    BundleRefused("future", MOMENT, MOMENT),
    *(OutputRefused("/home/shaxs/r.pdf", item) for item in ("exists", "special", "verified")),
    *(PrinterRefuses("HP-1", item) for item in ("absent", "closed", "broken", "beyond")),
    NoDisplay(),
    AlreadySigned("2026-000101"),
    FileNotFoundError(2, "No such file or directory", "/tmp/x"),
    KeyError("anything else is a bug"),
)

# The answers that checks.py can give; each check has words for these and for no others.
ANSWERS: Mapping[CheckCode, str] = {
    CheckCode.STATE: "ok failed",
    CheckCode.FRESH: "ok failed skipped skipped_session",
    CheckCode.FROZEN: "ok failed",
    CheckCode.CONTENT: "ok warning failed skipped",
    CheckCode.READERS: "ok warning warning_part failed failed_part skipped skipped_part",
    CheckCode.TRAIL: "ok warning failed failed_why",
    CheckCode.PERSON: "ok failed failed_session failed_officer",
    CheckCode.ORGANISATION: "ok failed failed_signer failed_officer",
    CheckCode.POWERS: "ok ok_acting failed failed_early failed_late failed_undated",
    CheckCode.CERTIFICATE: "ok warning failed",
    CheckCode.TRUST: "ok failed",
    CheckCode.REVOCATION: "ok skipped failed",
    CheckCode.CLOCK: "ok warning failed skipped",
    CheckCode.EARLIER: "ok warning",
    CheckCode.REMARKS: "warning",
    CheckCode.KIND: "ok warning",
}

every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def table(language: str) -> dict[str, Any]:
    content = resource("messages", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)


def texts(language: str) -> dict[str, str]:
    """Return every text by its full key, in the order of the file."""

    def walk(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
        for key, value in tree.items():
            if isinstance(value, dict):
                yield from walk(value, f"{path}{key}.")
            else:
                yield f"{path}{key}", value

    return dict((*walk(table(language), ""), *walk({"details": detail_table(language)}, "")))


def leaves(root: type[Exception]) -> set[type[Exception]]:
    children = root.__subclasses__()
    return set().union(*(leaves(item) for item in children)) if children else {root}


def own_leaves() -> set[type[Exception]]:
    homes = {signing.errors.__name__, sync.errors.__name__, eqaror_desktop.errors.__name__}
    roots: tuple[type[Exception], ...] = (SigningError, SyncError, ApplicationError)
    found = {leaf for root in roots for leaf in leaves(root) if leaf.__module__ in homes}
    # Said by itself too; below it stands what has a cure of its own.
    return found | {Unreachable, TokenAbsent}


@cache
def reason_codes() -> set[str]:
    """Return every reason the sources name: a long word of capitals that is a string by itself."""
    found = set()
    root = Path(signing.errors.__file__).parents[1]
    own = ("eqaror_desktop/checks.py", "eqaror_desktop/flows/verification.py")
    rooms = (*root.glob("signing/*.py"), *root.glob("signing/foreign/*.py"))
    for path in (*rooms, *(root / name for name in own)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and re.fullmatch(r"[A-Z]+(_[A-Z]+)*", value):
                found.add(value)
    # An indication and a sub-indication of EN 319 102-1, which are codes in every language.
    return {code for code in found if len(code) > 6} - {"INDETERMINATE", "GENERIC"}


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", text))
