"""National signatures made by a real driver, through the real token host.

Debian's SoftHSM has no GOST: ``gost_softhsm.sh`` builds one with it. ``./dev test`` runs that in
continuous integration; so does the long suite. Where it is absent what needs it says so and is
skipped; in continuous integration it fails, unless no source package could be had.
"""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from signing.errors import AlgorithmRefused, SignatureCheckFailed
from signing.mechanism_table import MechanismTable, Output, builtin
from signing.national import Standard, check_signature, digest
from signing.public_key import public_key_info
from signing.report import Verdict
from signing.signer import SignatureAlgorithm, Signer
from signing.token.host import TokenHost
from signing.verify import verify_package
from tests.signing import gost_token
from tests.signing.gost_engine import Engine
from tests.signing.national_pki import NationalAuthority
from tests.signing.pki import NOW, make_case
from tests.signing.softhsm import MadeToken
from tests.signing.token.test_key_pairs import rewrite

DATA = "Hokim qarori matni – sinov uchun".encode() * 100
AUTHORITY = NationalAuthority()
NEWER = NationalAuthority("Yangi", Standard.OZMST_2024)


@pytest.mark.long
@pytest.mark.timeout(300)
def test_the_module_is_built(tmp_path: Path) -> None:
    """Anew, whatever was built before."""
    own = tmp_path / "built"
    ran = subprocess.run(
        ["bash", str(gost_token.SCRIPT), str(own)], capture_output=True, text=True, check=False
    )
    if ran.returncode == gost_token.NO_SOURCE:
        pytest.skip(ran.stdout.strip())
    assert ran.returncode == 0, ran.stdout
    assert (own / "libsofthsm2.so").stat().st_size > 1 << 20
    assert not (own / "absent").exists()
    assert gost_token.build() == gost_token.LIBRARY
    with TokenHost(gost_token.module(tmp_path)) as host:
        assert [item.initialised for item in host.tokens()] == [False]


def require_module() -> None:
    gost_token.wait_for_build()
    if not gost_token.LIBRARY.is_file():
        why = gost_token.ABSENT.read_text().strip() if gost_token.ABSENT.is_file() else ""
        build = f"{gost_token.SCRIPT} builds one in half a minute"
        reason = f"no SoftHSM with GOST: {why or build}"
        if os.environ.get("CI") and not why:
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> MadeToken:
    require_module()
    return gost_token.make_token(tmp_path_factory.mktemp("gost"), AUTHORITY)


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> MadeToken:
    """Its certificate has the names of 2024."""
    require_module()
    return gost_token.make_token(tmp_path_factory.mktemp("newer"), NEWER)


def table(**changes: object) -> MechanismTable:
    """Only the row of CKM_GOSTR3410 or its change."""
    (row, *_) = [item for item in builtin().rows if item.scheme == "ozdst1092"]
    return MechanismTable((replace(row, **changes),))  # type: ignore[arg-type]


def test_a_value_is_accepted_by_the_engine(token: MadeToken, engine: Engine) -> None:
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        signer: Signer = session.signer(gost_token.identity(token, AUTHORITY))
        values = [signer.sign(DATA + bytes([number])) for number in range(12)]
    assert signer.algorithm is SignatureAlgorithm.OZDST_1092
    info = public_key_info(token.certificate)
    key = engine.public_key(info[-64:])
    for number, value in enumerate(values):
        hashed = digest(DATA + bytes([number]))
        check_signature(info, hashed, value)
        assert engine.accepts(key, hashed, value, public=True)
    assert len(set(values)) == len(values)


def test_the_token_can_hash_too(token: MadeToken) -> None:
    rows = tuple(row for row in builtin().rows if row.mechanism == 0x1202)
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        identity = gost_token.identity(token, AUTHORITY)
        value = session.signer(identity, table=MechanismTable(rows)).sign(DATA)
    check_signature(public_key_info(token.certificate), digest(DATA), value)


def test_a_table_that_has_the_order_wrong_gives_no_signature(token: MadeToken) -> None:
    """Every value is verified before anybody gets it, so a mistake in data stays one here."""
    identity = gost_token.identity(token, AUTHORITY)
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        assert session.signer(identity, table=table()).sign(DATA)
        for output in (Output.R_S, Output.S_R_LITTLE, Output.R_S_LITTLE):
            signer = session.signer(identity, table=table(output=output))
            with pytest.raises(SignatureCheckFailed) as caught:
                signer.sign(DATA)
            assert caught.value.reasons == ("SIG_CRYPTO_FAILURE",)
        nothing = table(mechanism=0x80000001)
        with pytest.raises(AlgorithmRefused) as refused:
            session.signer(identity, table=nothing)
        assert refused.value.name == "ozdst1092-ozdst1106 is not offered by the token"


def check_package(
    token: MadeToken, authority: NationalAuthority, algorithm: str, kind: str
) -> None:
    case = make_case(authority=authority)
    with TokenHost(token.module) as host, host.open(token.serial, token.pin()) as session:
        signer = session.signer(gost_token.identity(token, authority))
        package = replace(case, hokim=signer).package(pdf_profile=False)
    report = verify_package(io.BytesIO(package), case.authority.anchors(), at=NOW)
    assert report.verdict is Verdict.VALID, report.reasons
    (own,) = [item for item in report.signatures if item.scope == "package"]
    assert own.algorithm == algorithm
    assert own.signer is not None
    assert own.signer.algorithm == kind
    for place in (
        package.index(b"%PDF") + 3,
        package.index(b"ASiCManifest") + 9,
        len(package) - 700,
    ):
        changed = bytearray(package)
        changed[place] ^= 1
        found = verify_package(io.BytesIO(bytes(changed)), case.authority.anchors(), at=NOW)
        assert found.verdict is Verdict.INVALID, place


def test_a_package_signed_by_the_token(token: MadeToken) -> None:
    kind = "O'z DSt 1092:2009 algorithm 2, set A"
    check_package(token, AUTHORITY, "ozdst1092-ozdst1106", kind)


def test_a_package_signed_under_the_names_of_2024(newer: MadeToken, engine: Engine) -> None:
    check_package(newer, NEWER, "ozmst286-ozmst285", "O'zMSt 286-2024, set A")
    rows = [row for row in builtin().rows if row.scheme == "ozmst286"]
    assert {row.mechanism for row in rows} == {0x1201, 0x1202}
    identity = gost_token.identity(newer, NEWER)
    with TokenHost(newer.module) as host, host.open(newer.serial, newer.pin()) as session:
        values = [session.signer(identity, table=MechanismTable((r,))).sign(DATA) for r in rows]
        # The names of 2009 do not fit its certificate.
        with pytest.raises(AlgorithmRefused):
            session.signer(identity, SignatureAlgorithm.OZDST_1092).sign(DATA)
    info = public_key_info(newer.certificate)
    for value in values:
        check_signature(info, digest(DATA), value)
        assert engine.accepts(engine.public_key(info[-64:]), digest(DATA), value, public=True)


def test_a_certificate_without_cka_id_finds_its_key(token: MadeToken, tmp_path: Path) -> None:
    """By the point itself, which the token keeps in CKA_VALUE of the public key."""
    assert token.module.path == gost_token.LIBRARY
    own = gost_token.make_token(tmp_path, AUTHORITY)
    rewrite(own, ("CKO_CERTIFICATE", "77"))
    with TokenHost(own.module) as host, host.open(own.serial, own.pin()) as session:
        value = session.signer(gost_token.identity(own, AUTHORITY)).sign(DATA)
    check_signature(public_key_info(own.certificate), digest(DATA), value)
