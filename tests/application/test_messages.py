"""Everything a person can be told has words in every language, and the words are written right."""

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
from eqaror_desktop.checks import CheckCode, CheckState, SignatureState
from eqaror_desktop.errors import (
    AddressInvalid,
    AlreadySigned,
    AnotherWaits,
    ApplicationError,
    AttemptUnconfirmed,
    BundleRefused,
    DemoUnavailable,
    NoDisplay,
    NotAllowed,
    NotConfigured,
    NothingAsked,
    NotRegistered,
    NotSignedIn,
    ReasonMissing,
    RemarkMissing,
    SettingsInvalid,
    SeveralCertificates,
    SeveralEntries,
    SeveralTokens,
    SignedInElsewhere,
    TrustFileInvalid,
)
from eqaror_desktop.flows.signing import Step
from eqaror_desktop.messages import Messages
from registry.problems import Code
from resources import resource
from resources.forms import forms_of
from signing.errors import (
    ActiveContent,
    AlgorithmRefused,
    AttemptsLeft,
    CertificateExpired,
    CertificateMismatch,
    CertificateNotYetValid,
    CertificateRevoked,
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
from signing.report import Verdict
from sync.entries import Held, OutboxState, Reason
from sync.errors import (
    AlreadySent,
    BadAnswer,
    CaptivePortal,
    EntryFileRefused,
    FileTampered,
    KeyringLocked,
    KeyringUnavailable,
    KeysDamaged,
    NotFound,
    NoTimeStamp,
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
    WrongKey,
)
from sync.wire import Action, Answer, DraftState, Role

LANGUAGES = ("en", "uz", "uz_Cyrl", "ru")
OFFICE = "NAMUNAVIY SHAXS"
MOMENT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)

# One of each leaf, with every field that it can have.
EXAMPLES: tuple[Exception, ...] = (
    *(ModuleNotLoaded("/usr/lib/m.so", item) for item in ("absent", "refused")),
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
    CertificateNotYetValid(OFFICE, MOMENT),
    CertificateRevoked(OFFICE),
    *(CertificateMismatch(OFFICE, item) for item in ("certificate", "pinfl", "stir")),
    WrongPurpose(OFFICE),
    UntrustedCertificate(OFFICE),
    AlgorithmRefused("RSA-1024"),
    MalformedDocument("xref"),
    DocumentTooLarge("65 MB"),
    ActiveContent("/JavaScript"),
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
    *(StoreRescued("store.db-1", 4, item) for item in (("nothing",), ("outbox", "journal"))),
    StoreRescued("store.db-1", 4, ("key_log", "other")),
    *(ProfileInUse(*item) for item in ((None, ""), (1234, ""), (1234, "PC-7"))),
    *(AlreadySent("3f1c", item) for item in Held),
    *(NotFound(item, "Q-1") for item in ("draft", "file", "entry", "store")),
    SettingsInvalid("settings.toml: langage", "unknown", "language, look"),
    SettingsInvalid("settings.toml:3:7", "syntax"),
    SettingsInvalid("settings.toml: signing.idle_minutes = 61", "value", "range 0…60"),
    *(NotConfigured(item) for item in ("registry", "trust")),
    AddressInvalid("reyestr"),
    SignedInElsewhere(),
    NotSignedIn(),
    NotAllowed(tuple(CheckCode)),
    *(NotRegistered("Q-1", item) for item in ("waiting", "refused", "elsewhere")),
    *(
        EntryFileRefused(item)
        for item in ("stranger", "newer", "damaged", "package", "person", "conflict")
    ),
    *(NothingAsked("Q-1", item) for item in Action),
    *(
        AnotherWaits("Q-1", doing, "3f1c0a9e", held)
        for doing in ("agreed", "agreed_with_note", "objected", "package", "return", "reject")
        for held in ("", "sending", "left", "exported")
    ),
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
    NoDisplay(),
    AlreadySigned("2026-000101"),
    FileNotFoundError(2, "No such file or directory", "/tmp/x"),
    KeyError("anything else is a bug"),
)

# The answers that checks.py can give; each check has words for these and for no others.
ANSWERS: Mapping[CheckCode, str] = {
    CheckCode.STATE: "ok failed",
    CheckCode.FRESH: "ok failed",
    CheckCode.FROZEN: "ok failed",
    CheckCode.CONTENT: "ok warning failed skipped",
    CheckCode.TRAIL: "ok warning failed",
    CheckCode.PERSON: "ok failed failed_session failed_officer",
    CheckCode.ORGANISATION: "ok failed failed_signer failed_officer",
    CheckCode.POWERS: "ok ok_acting failed failed_early failed_late failed_undated",
    CheckCode.CERTIFICATE: "ok warning failed",
    CheckCode.TRUST: "ok failed",
    CheckCode.REVOCATION: "ok skipped failed",
    CheckCode.CLOCK: "ok warning failed skipped",
    CheckCode.EARLIER: "ok warning",
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

    return dict(walk(table(language), ""))


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


# --- what happened, and what to do -------------------------------------------------------------


def test_there_is_an_example_of_every_leaf() -> None:
    assert own_leaves() <= {type(item) for item in EXAMPLES}


@every_language
def test_every_leaf_has_both_sentences(language: str) -> None:
    known = table(language)["errors"]
    for leaf in own_leaves():
        assert known[leaf.__name__].keys() == {"what", "cure"}, leaf.__name__
    assert known.keys() == {leaf.__name__ for leaf in own_leaves()} | {"DiskFault", "Bug"}


@every_language
def test_an_error_is_told_whole(language: str) -> None:
    messages = [Messages.load(language).error(error) for error in EXAMPLES]
    sentences = [sentence for told in messages for sentence in (told.what, told.cure)]
    holes = re.compile(r"[{}–]|\.\.|: *\.|\(\)")
    assert [item for item in sentences if holes.search(item)] == []
    assert [item for item in sentences if item != item.strip() or not item.endswith(".")] == []
    names = re.compile(r"[A-Z]+(-[A-Z]+)*")
    assert [told.name for told in messages if not names.fullmatch(told.name)] == []


OF_CODES: tuple[tuple[Exception, str], ...] = (
    *((Unreachable("a", item), item) for item in ("refused", "ca-file", "insecure")),
    *((ModuleNotLoaded("p", item), item) for item in ("wrong-architecture", "refused")),
    (CertificateMismatch(OFFICE, "certificate"), "certificate"),
    *((NotAllowed((item,)), item) for item in CheckCode),
    (NotConfigured("trust"), "trust"),
    (SignatureCheckFailed(("HASH_FAILURE",)), "HASH_FAILURE"),
    *((NothingAsked("Q-1", item), item) for item in Action),
)


@every_language
def test_a_code_becomes_words(language: str) -> None:
    """The words of the code stand there; where a word is the code itself, in any case."""
    known, missed = table(language), []
    for error, code in OF_CODES:
        section = known["fields"].get(type(error).__name__, {})
        words = section.get(code) or known["checks"].get(code, {}).get("name")
        words = words or known["reasons"][code].removesuffix(": {detail}")
        if words not in Messages.load(language).error(error).what:
            missed.append((error, words))
    assert missed == []


@every_language
def test_a_reason_has_its_own_cure(language: str) -> None:
    known, wrong = table(language), []
    for error in EXAMPLES:
        if isinstance(error, (DemoUnavailable, ServerUntrusted, ProxyFault)):
            name, head = type(error).__name__, error.reason.partition(" ")[0]
            cure = known["remedies"][name].get(head)
            if cure != Messages.load(language).error(error).cure:
                wrong.append((error, cure))
            if head not in known["fields"][name]:
                wrong.append((error, "no words"))
    assert wrong == []


@every_language
def test_the_same_code_of_two_errors_has_the_words_of_each(language: str) -> None:
    messages = Messages.load(language)
    driver = messages.error(ModuleNotLoaded("p", "refused")).what
    line = messages.error(Unreachable("p", "refused")).what
    fields = table(language)["fields"]
    assert fields["ModuleNotLoaded"]["refused"] in driver
    assert fields["Unreachable"]["refused"] in line
    assert fields["ModuleNotLoaded"]["refused"] != fields["Unreachable"]["refused"]


@every_language
def test_a_fact_with_braces_is_shown_as_it_is(language: str) -> None:
    message = Messages.load(language).error(MalformedDocument("{path} {0}"))
    assert "{path} {0}" in message.what


@every_language
def test_times_are_written_as_people_write_them(language: str) -> None:
    message = Messages.load(language).error(CertificateExpired(OFFICE, MOMENT))
    assert forms_of(language).day(MOMENT.astimezone()) in message.what


@every_language
def test_every_refusal_of_the_registry_has_reason_and_cure(language: str) -> None:
    messages = Messages.load(language)
    known = table(language)
    # The client's own: unknown at sign-in, no code given, and why an entry waits or ended here.
    own = {"unknown_person", "refused", *map(str, Reason)}
    assert known["refused"].keys() == {str(code) for code in Code} | own
    assert known["cures"].keys() == known["refused"].keys()
    for code in known["refused"]:
        message = messages.error(Refused(code))
        assert (message.what, message.cure) == (known["refused"][code], known["cures"][code])
        assert messages.refusal(code) == message.what
        assert message.what.endswith(".")
        assert message.cure.endswith(".")


# --- codes -------------------------------------------------------------------------------------


@every_language
def test_every_check_has_words_for_each_of_its_answers(language: str) -> None:
    known = table(language)["checks"]
    assert set(ANSWERS) == set(CheckCode)
    assert known.keys() == {str(code) for code in CheckCode}
    for code, states in ANSWERS.items():
        assert known[code].keys() == {"name", *states.split()}, code
        for state in states.split():
            kind, _, case = state.partition("_")
            name, answer = Messages.load(language).check(code, CheckState(kind), "7", "8", case)
            assert name
            assert answer
            assert "{" not in answer


@every_language
def test_the_fact_behind_a_check_is_in_words(language: str) -> None:
    messages = Messages.load(language)
    known = table(language)

    def told(code: CheckCode, state: CheckState, detail: str) -> str:
        return messages.check(code, state, detail)[1]

    assert told(CheckCode.STATE, CheckState.FAILED, "RETURNED").endswith(
        known["states"]["RETURNED"]
    )
    for role in Role:
        assert told(CheckCode.POWERS, CheckState.OK, role) == known["roles"][role]
    both = told(CheckCode.POWERS, CheckState.OK, "clerk, hokim")
    assert both == f"{known['roles']['clerk']}, {known['roles']['hokim']}"
    trust = told(CheckCode.TRUST, CheckState.FAILED, "NO_CERTIFICATE_CHAIN_FOUND")
    assert messages.reason("NO_CERTIFICATE_CHAIN_FOUND", "") in trust
    as_of = told(CheckCode.REVOCATION, CheckState.OK, MOMENT.isoformat())
    assert forms_of(language).moment(MOMENT.astimezone()) in as_of


@every_language
def test_every_reason_of_the_verifier_has_words(language: str) -> None:
    codes = reason_codes()
    assert {"HASH_FAILURE", "REVOKED", "UNSIGNED", "TRY_LATER", "MEMBER_MISSING"} <= codes
    assert table(language)["reasons"].keys() == codes | {"UNKNOWN"}
    for code in codes:
        bare = Messages.load(language).reason(code, "")
        assert not re.search(r"[{}–:]", bare), bare


@every_language
def test_the_detail_of_a_reason_is_in_words(language: str) -> None:
    messages = Messages.load(language)
    parts = table(language)["parts"]
    told = messages.reason("SIGNER_MISMATCH", "entry-03: pinfl")
    assert told.endswith(f"{parts['entry'].replace('{rest}', '3')}: {parts['pinfl']}")
    assert messages.reason("MEMBER_MISSING", "annexes/01-a.pdf").endswith(": annexes/01-a.pdf")
    stamp = messages.reason("TIMESTAMP", "HASH_FAILURE")
    assert stamp.endswith(messages.reason("HASH_FAILURE", ""))
    unknown = messages.reason("NEVER_HEARD_OF", "x")
    assert unknown.endswith(": NEVER_HEARD_OF x")


@every_language
def test_every_state_and_step_has_a_name(language: str) -> None:
    known = table(language)
    for section, codes in (
        ("states", DraftState),
        ("answers", Answer),
        ("outbox", OutboxState),
        ("steps", Step),
        ("trail", SignatureState),
        ("attempts", AttemptsLeft),
        ("roles", Role),
        ("verdicts", Verdict),
    ):
        assert known[section].keys() == {str(code) for code in codes}, section
        words = list(known[section].values())
        assert len(set(words)) == len(words), f"two of {section} read the same"
    assert known["fields"]["NothingAsked"].keys() == {str(action) for action in Action}


@every_language
def test_the_window_names_no_command(language: str) -> None:
    """Whoever starts from a command line is exempt: there is no window yet."""
    messages, command = Messages.load(language), r"--\w|(?<!/)eqaror \w"
    assert re.search(command, messages.error(AnotherWaits("d", "agreed", "k", "")).cure)
    for error in EXAMPLES:
        if not isinstance(error, (NoDisplay, DemoUnavailable)):
            told = f"{messages.error(error).what} {messages.cure_in_window(error)}"
            assert not re.search(command, told), told
    assert messages.cure_in_window(PinLocked()) == messages.error(PinLocked()).cure


def test_russian_has_its_own_quotation_marks() -> None:
    assert [key for key, text in texts("ru").items() if re.search("[“”„]", text)] == []


# --- the languages -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_have_the_same_keys_and_fields(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert list(other) == list(english)
    for key, text in english.items():
        assert placeholders(other[key]) == placeholders(text), key


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_sentences_are_translated(language: str) -> None:
    """A text of several words that reads as the English one was forgotten."""
    english = texts("en")
    forgotten = {
        key
        for key, text in texts(language).items()
        if text == english[key] and re.search(r"[a-z]{2} [a-z]{2}", text)
    }
    assert not forgotten


def test_uzbek_in_latin_has_its_own_letters() -> None:
    for key, text in texts("uz").items():
        assert not re.search("['’‘`´]", text), key
        # U+02BB follows o and g only, U+02BC stands anywhere else.
        assert not re.search("[^oOgG]\u02bb|^\u02bb", text), key
        assert not re.search("[oOgG]\u02bc(?=[a-z])", text), key
        assert not re.search("[\u0400-\u04ff]", text), key


@pytest.mark.parametrize("language", ["uz_Cyrl", "ru"])
def test_no_word_mixes_the_alphabets(language: str) -> None:
    for key, text in texts(language).items():
        assert not re.search("[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]", text), key
        assert not re.search("[\u02bb\u02bc'’‘`´]", text), key


def test_uzbek_in_cyrillic_uses_no_russian_letter_that_it_lacks() -> None:
    for key, text in texts("uz_Cyrl").items():
        assert not re.search("[щыЩЫ]", text), key


def test_russian_uses_no_uzbek_letter() -> None:
    for key, text in texts("ru").items():
        assert not re.search("[ўқғҳЎҚҒҲ]", text), key


@every_language
def test_no_error_shows_a_secret(language: str) -> None:
    """No text of the error tree asks for a field in which a secret could be."""
    secret = {"pin", "password", "secret", "key", "token", "puk", "value"}
    shown = {
        key: placeholders(text)
        for key, text in texts(language).items()
        if key.startswith(("errors.", "refused.", "cures."))
    }
    assert not {key for key, fields in shown.items() if secret & set(fields)}
    message = Messages.load(language).error(OutcomeUnknown("3f1c-the-key"))
    assert "3f1c" not in str(message)
    assert "kept to itself" not in str(Messages.load(language).error(KeyError("kept to itself")))


@every_language
def test_what_is_missing_decides_what_to_do(language: str) -> None:
    messages = Messages.load(language)
    registry, trust = NotConfigured("registry"), NotConfigured("trust")
    # An address can be typed into the window; authorities are files.
    assert "settings.toml" in messages.error(registry).cure
    assert "trust" in messages.error(trust).cure
    assert ".pem" in messages.error(trust).cure
    assert "trust" not in messages.cure_in_window(registry)
    assert "F8" in messages.cure_in_window(trust)
    assert "settings.toml" not in messages.cure_in_window(registry)


@every_language
def test_numbers_in_messages_are_written_as_the_language_does(language: str) -> None:
    messages, forms = Messages.load(language), forms_of(language)
    for seconds, places in ((60.0, 0), (0.5, 1), (12_345.5, 1)):
        assert forms.number(seconds, places) in messages.error(TokenTimeout("sign", seconds)).what
    assert "60.0" not in messages.error(TokenTimeout("sign", 60.0)).what
