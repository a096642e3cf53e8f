"""Choosing a certificate: what is refused and why, what is asked, what is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from eqaror_desktop.application import Application
from eqaror_desktop.choosing import (
    CertificateChoice,
    DamagedCertificate,
    Judge,
    ModuleProblem,
    Offer,
    Remembered,
    TokenChoice,
    Wanted,
)
from eqaror_desktop.clock import Reading, Source
from eqaror_desktop.demo import PIN
from eqaror_desktop.desktop.token_rows import certificate_rows
from eqaror_desktop.errors import SeveralCertificates, SeveralTokens
from eqaror_desktop.flows.signing import _require_good
from eqaror_desktop.messages import Messages
from eqaror_desktop.settings import read_settings
from signing.certificate import facts
from signing.errors import (
    AlgorithmRefused,
    AttemptsLeft,
    CertificateError,
    CertificateExpired,
    CertificateMismatch,
    CertificateNotYetValid,
    CertificateRevoked,
    ClockWrong,
    MalformedDocument,
    ModuleNotLoaded,
    NoCertificate,
    SignatureCheckFailed,
    SigningError,
    TokenAbsent,
    UntrustedCertificate,
    WrongPurpose,
)
from signing.flaws import Flaw
from signing.report import Report, SignatureReport
from signing.token import protocol
from signing.token.host import TokenHost
from signing.token.info import TokenInfo
from signing.token.modules import ModuleSpec
from signing.token.provision import KeyKind, generate_key, store_certificate
from tests.application.conftest import Station
from tests.signing.pki import HOKIM, NOW, OFFICER, Authority2, Key

AUTHORITY = Authority2()
ANCHORS = replace(AUTHORITY.anchors(), intermediates=(AUTHORITY.issuing.certificate,))
DAY = timedelta(days=1)


pytestmark = pytest.mark.settled


def choice(
    person: tuple[str, str, str] = HOKIM, *, judge: Judge | None = None, **how: object
) -> CertificateChoice:
    certificate = AUTHORITY.issue(person, **how).certificate  # type: ignore[arg-type]
    judge = judge or Judge(NOW, anchors=ANCHORS, pinfl=HOKIM[1])
    return CertificateChoice(certificate, facts(certificate), judge.refusal(certificate))


def token(serial: str, *choices: CertificateChoice) -> TokenChoice:
    info = TokenInfo(
        serial,
        f"Token {serial}",
        "Sinov",
        "Sinov",
        AttemptsLeft.SEVERAL,
        4,
        16,
        False,
        True,
        False,
    )
    return TokenChoice(info, "/lib/sinov.so", choices)


def offer(*tokens: TokenChoice) -> Offer:
    return Offer(tokens, (), HOKIM[1])


def weak() -> Key:
    return rsa.generate_private_key(65537, 1024)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({}, None),
        ({"signing": False}, WrongPurpose),
        ({"begins": NOW - 800 * DAY}, CertificateExpired),
        ({"begins": NOW + DAY}, CertificateNotYetValid),
        ({"key": weak()}, AlgorithmRefused),
        ({"key": ec.generate_private_key(ec.SECP224R1())}, AlgorithmRefused),
        ({"person": OFFICER}, CertificateMismatch),
    ],
)
def test_each_refusal_has_its_reason(
    how: dict[str, object], reason: type[SigningError] | None
) -> None:
    found = choice(**how).refusal  # type: ignore[arg-type]
    assert type(found) is (reason or type(None))


def test_trust_revocation_and_policy() -> None:
    own = AUTHORITY.issue(HOKIM).certificate
    other = Authority2("Boshqa")
    strange = replace(other.anchors(), intermediates=(other.issuing.certificate,))
    assert isinstance(Judge(NOW, anchors=strange).refusal(own), UntrustedCertificate)
    # Before the first sign-in no certificate between is here: that is unknown, not failed.
    assert Judge(NOW, anchors=AUTHORITY.anchors()).refusal(own) is None
    # Nothing is set up yet: that is told elsewhere and held against no certificate.
    assert Judge(NOW).refusal(own) is None
    authority = Authority2()
    revoked = authority.issue(HOKIM).certificate
    authority.revoked[revoked.serial_number] = NOW - DAY
    lists = replace(authority.anchors(), intermediates=(authority.issuing.certificate,))
    assert isinstance(Judge(NOW, anchors=lists).refusal(revoked), CertificateRevoked)
    assert isinstance(AUTHORITY.issuing.certificate, x509.Certificate)
    assert isinstance(Judge(NOW).refusal(AUTHORITY.issuing.certificate), WrongPurpose)


def usage(*, committing: bool) -> x509.KeyUsage:
    flags = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
        False,
    )
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=committing,
        encipher_only=False,
        decipher_only=False,
        **flags,
    )


@pytest.mark.parametrize("committing", [True, False])
def test_the_office_may_want_non_repudiation(committing: bool) -> None:
    from cryptography.hazmat.primitives import hashes

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(77)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .add_extension(usage(committing=committing), critical=True)
        .sign(key, hashes.SHA256())
    )
    assert Judge(NOW).refusal(certificate) is None
    refusal = Judge(NOW, "nonRepudiation").refusal(certificate)
    assert isinstance(refusal, WrongPurpose) is not committing


def test_the_only_one_is_taken_and_two_are_asked_about() -> None:
    first, second, old = choice(), choice(), choice(begins=NOW - 800 * DAY)
    one = token("11", first, old, choice(OFFICER), choice(signing=False))
    assert offer(one).pick(Wanted()) == (one, first)
    two = token("11", first, second)
    with pytest.raises(SeveralCertificates) as caught:
        offer(two).pick(Wanted())
    starts = {item.split()[0] for item in caught.value.choices}
    assert starts == {first.facts.fingerprint[:16], second.facts.fingerprint[:16]}
    with pytest.raises(SeveralTokens) as several:
        offer(token("11", first), token("22", second)).pick(Wanted())
    assert several.value.serials == ("11", "22")
    apart = offer(token("11", first), token("22", second))
    assert apart.pick(Wanted("22"))[1] == second
    assert apart.pick(Wanted(fingerprint=second.facts.fingerprint))[1] == second


def test_tokens_of_one_label_are_told_apart() -> None:
    """The same person's, renewed: name, office and label are those of the other one."""
    same = choice()
    twins = [
        replace(made, info=replace(made.info, label="Hokim"))
        for made in (token("11", same), token("22", same, choice(judge=None, signing=False)))
    ]

    def labels(*tokens: TokenChoice) -> list[str]:
        return [row.token_label for row in certificate_rows(offer(*tokens), Messages.load("en"))]

    apart = ["Hokim · 11", "Hokim · 22", "Token 33", "Hokim · 22"]
    assert labels(*twins, token("33", same)) == apart
    assert labels(twins[1]) == ["Hokim"] * 2


def test_two_good_certificates_of_one_person_are_told_apart() -> None:
    first, second, later = choice(), choice(), choice(begins=NOW + DAY)

    def marks(*choices: CertificateChoice) -> list[str]:
        rows = certificate_rows(offer(token("11", *choices)), Messages.load("en"))
        return [row.mark for row in rows]

    assert marks(first, second) == [item.facts.fingerprint[:16] for item in (first, second)]
    assert marks(first, later) == ["", ""]


def test_what_was_remembered_is_taken_only_while_it_is_there() -> None:
    first, second, third = choice(), choice(), choice()
    both = offer(token("11", first, second))
    remembered = Remembered("11", second.facts.fingerprint)
    assert both.pick(Wanted(remembered=remembered))[1] == second
    # The same certificate on another token is another key to look for.
    with pytest.raises(SeveralCertificates):
        both.pick(Wanted(remembered=Remembered("22", second.facts.fingerprint)))
    with pytest.raises(SeveralCertificates):
        offer(token("11", first, third)).pick(Wanted(remembered=remembered))
    over = replace(second, refusal=CertificateExpired("", NOW))
    with pytest.raises(SeveralCertificates):
        offer(token("11", first, over, third)).pick(Wanted(remembered=remembered))
    said = Wanted(fingerprint=first.facts.fingerprint, remembered=remembered)
    assert both.pick(said)[1] == first


def test_a_fingerprint_is_written_as_people_do() -> None:
    first, second = choice(), choice()
    both = offer(token("11", first, second))
    whole = first.facts.fingerprint
    colons = ":".join(whole[i : i + 2] for i in range(0, 64, 2)).upper()
    for written in (whole, whole[:8], colons, f"{whole[:4]} {whole[4:8]}"):
        assert both.pick(Wanted(fingerprint=written))[1] == first
    for written in (whole[:7], "", "0" * 64):
        with pytest.raises(CertificateMismatch):
            both.pick(Wanted(fingerprint=written))


def test_a_chosen_certificate_that_cannot_sign_says_why() -> None:
    good, old = choice(), choice(begins=NOW - 800 * DAY)
    with pytest.raises(CertificateExpired):
        offer(token("11", good, old)).pick(Wanted(fingerprint=old.facts.fingerprint))


@pytest.mark.parametrize(
    ("ours", "known", "how", "reason"),
    [
        # Years ahead, days behind: what is wrong is known, and said instead.
        (1100 * DAY, -1100 * DAY, {}, ClockWrong),
        (-800 * DAY, 800 * DAY, {}, ClockWrong),
        (1100 * DAY, -1100 * DAY, {"begins": NOW - 800 * DAY}, CertificateExpired),
        (1100 * DAY, -1100 * DAY, {"person": OFFICER}, CertificateMismatch),
        (1100 * DAY, -1100 * DAY, {"signing": False}, WrongPurpose),
        (timedelta(), timedelta(minutes=2), {"begins": NOW - 800 * DAY}, CertificateExpired),
    ],
)
def test_a_wrong_clock_is_said_before_a_certificate_is_blamed(
    ours: timedelta, known: timedelta, how: dict[str, object], reason: type[SigningError]
) -> None:
    judge = Judge(NOW + ours, anchors=ANCHORS, pinfl=HOKIM[1])
    made = choice(**how)  # type: ignore[arg-type]  # as they come

    def refusal(*, sure: bool) -> SigningError | None:
        reading = Reading(known, Source.REGISTRY, NOW + ours, sure)
        return replace(judge, clock=reading).refusal(made.certificate)

    found = refusal(sure=True)
    assert type(found) is reason
    if isinstance(found, ClockWrong):
        assert found.now == NOW
        # It may have been put right since: then nobody is told to set it.
        assert type(refusal(sure=False)) is type(judge.refusal(made.certificate))


def test_another_persons_token_is_shown_only_if_there_is_nothing_else() -> None:
    foreign = choice(OFFICER)
    stranger = token("22", foreign, choice(signing=False))
    assert offer(stranger).pick(Wanted())[1] == foreign
    with pytest.raises(CertificateExpired):
        offer(stranger, token("11", choice(begins=NOW - 800 * DAY))).pick(Wanted())
    with pytest.raises(CertificateMismatch):
        offer(token("22", foreign, choice(OFFICER))).pick(Wanted())


@pytest.mark.parametrize(
    ("found", "error"),
    [
        (Offer(()), TokenAbsent),
        (Offer((), (ModuleProblem("a", ModuleNotLoaded("a", "absent")),)), ModuleNotLoaded),
        (offer(token("11")), NoCertificate),
        (offer(token("11", choice(signing=False))), WrongPurpose),
        (
            offer(
                replace(
                    token("11"),
                    damaged=(
                        DamagedCertificate("Kalit", MalformedDocument(Flaw.DAMAGED_CERTIFICATE)),
                    ),
                )
            ),
            MalformedDocument,
        ),
    ],
)
def test_nothing_to_sign_with(found: Offer, error: type[SigningError]) -> None:
    with pytest.raises(error):
        found.pick(Wanted())
    with pytest.raises((TokenAbsent, ModuleNotLoaded)):
        found.pick(Wanted("99"))


# -- with real tokens --------------------------------------------------------------------------


def module(station: Station) -> ModuleSpec:
    (spec,) = read_settings(station.profile / "settings.toml").module_specs()
    return spec


def add_certificate(
    station: Station, key_id: bytes, *, new_key: bool = True, pin_each_time: bool = False
) -> str:
    """Put one more certificate of the hokim on the token; returns its fingerprint."""
    holder = station.office.hokim
    public = station.office.places.tokens / f"{holder.serial}.spki"
    with (
        TokenHost(module(station)) as host,
        host.open(holder.serial, bytearray(PIN), writable=True) as session,
    ):
        if new_key:
            public = public.with_suffix(f".{key_id.hex()}")
            kind = KeyKind.EC_P256
            spki = generate_key(session, kind, key_id, "Yangi", pin_each_time=pin_each_time)
            public.write_bytes(spki)
        issued = station.administer("issue", "--spki", str(public), "--pinfl", holder.pinfl)
        assert issued.code == 0, issued.err
        certificate = x509.load_pem_x509_certificate(issued.out.encode())
        store_certificate(session, key_id, "Yangi", certificate.public_bytes(Encoding.DER))
    return facts(certificate).fingerprint


def first_to_sign(station: Station, application: Application) -> list[str]:
    station.sign_in(application)
    return [item.id for item in station.to_sign(application)]


def test_two_certificates_of_one_person(station: Station) -> None:
    with station.open() as application:
        drafts = first_to_sign(station, application)
        used = application.desk.plan_signing(drafts[0]).facts.fingerprint
        added = add_certificate(station, b"\x02")
        # The one that signed in is remembered, and stays the one.
        assert application.desk.plan_signing(drafts[0]).facts.fingerprint == used
        application.store.facts.remove(f"certificate of {station.office.hokim.pinfl}")
        with pytest.raises(SeveralCertificates):
            application.desk.plan_signing(drafts[0])
        plan = application.desk.plan_signing(drafts[0], certificate=added[:8])
        (signed,) = application.desk.sign([plan], bytearray(PIN))
        assert signed.error is None
        assert application.desk.plan_signing(drafts[1]).facts.fingerprint == added
    ran = station.eqaror("sign", drafts[1], "--certificate", used, "--pin-stdin", pin=PIN)
    assert ran.code == 0, ran.err
    with station.open() as application:
        remembered = application.remembered(station.office.hokim.pinfl)
        assert remembered == Remembered(station.office.hokim.serial, used)


@pytest.mark.fresh
def test_the_choice_is_asked_for_on_the_command_line(station: Station) -> None:
    first = add_certificate(station, b"\x02")
    serial = station.office.hokim.serial
    ran = station.eqaror("login", "--token", serial, "--pin-stdin", pin=PIN)
    assert ran.code == 1
    assert "[SEVERAL-CERTIFICATES]" in ran.err
    assert first[:16] in ran.err
    chosen = station.eqaror("login", "--certificate", first[:16], "--pin-stdin", pin=PIN)
    assert chosen.code == 0, chosen.err


def test_a_certificate_exchanged_between_plan_and_login_stops(station: Station) -> None:
    """Another certificate for the very same key: only its bytes tell it from the one shown."""
    with station.open() as application:
        draft = first_to_sign(station, application)[0]
        plan = application.desk.plan_signing(draft)
        application.tokens.close()
        exchanged = add_certificate(station, b"\x01", new_key=False)
        assert exchanged != plan.facts.fingerprint
        pin = bytearray(PIN)
        with pytest.raises(CertificateMismatch) as caught:
            list(application.desk.sign([plan], pin))
        assert caught.value.field == "certificate"
        assert application.outbox() == ()
        assert not any(pin)
        with pytest.raises(CertificateError):
            application.desk.plan_signing(draft, certificate=plan.facts.fingerprint)
        (signed,) = application.desk.sign([application.desk.plan_signing(draft)], bytearray(PIN))
        assert signed.entry is not None


def test_a_signature_with_other_bytes_than_shown_is_kept_nowhere() -> None:
    """The last look, at the finished package: every field alike, another certificate."""
    signer = AUTHORITY.signer(HOKIM)
    shown = facts(signer.identity.certificate)
    right = SignatureReport("package", shown, "", "B-B", None, True, True)
    _require_good(Report.conclude((right,)), signer)
    other = replace(right, signer=replace(shown, fingerprint="0" * 64))
    for signatures in ((other,), (right, replace(other, scope="pdf"))):
        with pytest.raises(CertificateMismatch):
            _require_good(Report.conclude(signatures), signer)
    with pytest.raises(SignatureCheckFailed):
        _require_good(Report.conclude((replace(right, intact=False),)), signer)
    with pytest.raises(SignatureCheckFailed):
        _require_good(Report.conclude((replace(right, scope="entry-01"),)), signer)


def test_a_damaged_certificate_is_listed_by_its_label(station: Station) -> None:
    holder = station.office.hokim
    with (
        TokenHost(module(station)) as host,
        host.open(holder.serial, bytearray(PIN), writable=True) as session,
    ):
        junk = protocol.StoreCertificate(b"\x05", "Eski kalit", b"0\x05junk!", b"", b"", b"")
        session.ask(junk, protocol.Done, 10)
    with station.open() as application:
        (found,) = [t for t in application.offer().tokens if t.info.serial == holder.serial]
    assert [item.label for item in found.damaged] == ["Eski kalit"]
    assert len(found.certificates) == 1
    told = station.eqaror("doctor")
    assert "Eski kalit" in told.out
    assert found.certificates[0].facts.fingerprint[:16] in told.out
    assert "crashes 0" in told.out
