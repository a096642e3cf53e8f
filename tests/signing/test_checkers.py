"""Every package is right for five programs that share nothing with us, and wrong after a byte.

``openssl``, ``certtool``, ``gpgsm`` and PKI.js judge the signature over the manifest and its
certificate's path; ``pdfsig`` judges the signature in the PDF. The manifest's digests of the
members are what our own verifier and ``sha256sum`` check.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto.tsp import ContentInfo
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from signing.cms import add_signature_time_stamp, signature_value
from signing.memory_key import MemorySigner
from signing.package import MANIFEST, SIGNATURE, read_signature, replace_signature
from signing.signer import SignatureAlgorithm
from signing.timestamp import ask, check_answer
from tests.signing import pkijs
from tests.signing.gpgsm import GpgSm, gpgsm
from tests.signing.pki import NOW, Authority2, Case, Key, make_case
from tests.signing.test_timestamp import SERVER, stamp


@dataclass(frozen=True)
class Unpacked:
    """A package as somebody finds it who has a ZIP program and the root's certificate."""

    directory: Path
    roots: Path
    gnupg: GpgSm
    at: datetime = NOW

    @property
    def signature(self) -> Path:
        return self.directory / SIGNATURE

    @property
    def content(self) -> Path:
        return self.directory / MANIFEST

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.directory, capture_output=True, text=True, check=False
        )


def by_openssl(package: Unpacked) -> bool:
    command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"]
    command += ["-in", SIGNATURE, "-content", MANIFEST, "-CAfile", str(package.roots)]
    command += ["-purpose", "any", "-attime", str(int(package.at.timestamp()))]
    return package.run(*command, "-out", "/dev/null").returncode == 0


def by_certtool(package: Unpacked) -> bool:
    command = ["certtool", "--p7-verify", "--inder", "--infile", SIGNATURE]
    command += ["--load-data", MANIFEST, "--load-ca-certificate", str(package.roots)]
    return package.run(*command).returncode == 0


def by_gpgsm(package: Unpacked) -> bool:
    return package.gnupg.accepts(package.signature, package.content)


def by_pkijs(package: Unpacked) -> bool:
    pkijs.require_pkijs()
    told = pkijs.check(package.signature, package.content, package.roots, package.at)
    return all(told.values())


def by_pdfsig(package: Unpacked) -> bool:
    told = package.run("pdfsig", "-nocert", "decision.pdf").stdout
    assert "Signature #1" in told, told
    return "Signature is Valid" in told and "  - Total document signed" in told


CHECKERS: dict[str, Callable[[Unpacked], bool]] = {
    "openssl": by_openssl,
    "certtool": by_certtool,
    "gpgsm": by_gpgsm,
    "PKI.js": by_pkijs,
}


@contextmanager
def unpacked(case: Case, data: bytes, directory: Path) -> Iterator[Unpacked]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(directory)
    roots = case.authority.write_pem(directory / "roots.pem")
    authority = case.authority
    with gpgsm(authority.root.certificate, [authority.issuing.certificate], NOW) as gnupg:
        yield Unpacked(directory, roots, gnupg)


def flipped(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x01
    path.write_bytes(bytes(data))


def signer_info(package: Unpacked) -> Any:
    content = ContentInfo.load(package.signature.read_bytes())["content"]
    return content["signer_infos"][0]


def place_of(package: Unpacked, part: bytes) -> int:
    """Where a part of the signature stands; it stands there once."""
    data = package.signature.read_bytes()
    assert data.count(part) == 1
    return data.index(part) + len(part) // 2


def pdf_signature(pdf: bytes) -> int:
    """Where the signature's value stands in the PDF, in its hexadecimal digits."""
    found = re.search(rb"/Contents<([0-9a-f]+)>", pdf)
    assert found is not None
    text = found[1]
    der = bytes.fromhex(text.decode())
    value = ContentInfo.load(der)["content"]["signer_infos"][0]["signature"].native
    return found.start(1) + 2 * (der.index(value) + len(value) // 2)


def judge(package: Unpacked, checkers: dict[str, Callable[[Unpacked], bool]]) -> None:
    """Accepted as it is; refused after one byte of the content, the attributes or the value."""
    pristine = package.signature.read_bytes(), package.content.read_bytes()
    digest = hashlib.new(signer_info(package)["digest_algorithm"]["algorithm"].native)
    digest.update(pristine[1])
    changes: dict[str, Callable[[], None]] = {
        "content": lambda: flipped(package.content, pristine[1].index(b"decision.pdf") + 3),
        "attributes": lambda: flipped(package.signature, place_of(package, digest.digest())),
        "value": lambda: flipped(
            package.signature, place_of(package, signer_info(package)["signature"].native)
        ),
    }
    assert {name: checker(package) for name, checker in checkers.items()} == dict.fromkeys(
        checkers, True
    )
    for what, change in changes.items():
        change()
        for name, checker in checkers.items():
            assert not checker(package), (name, what)
        package.signature.write_bytes(pristine[0])
        package.content.write_bytes(pristine[1])


def judge_pdf(package: Unpacked) -> None:
    path = package.directory / "decision.pdf"
    pristine = path.read_bytes()
    assert by_pdfsig(package)
    flipped(path, pristine.index(b"QAROR") + 1)
    assert not by_pdfsig(package)
    at = pdf_signature(pristine)
    other = b"%x" % (int(pristine[at : at + 1], 16) ^ 1)
    path.write_bytes(pristine[:at] + other + pristine[at + 1 :])
    assert not by_pdfsig(package)
    path.write_bytes(pristine)


KEYS: dict[str, Callable[[], Key]] = {
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "RSA-2048": lambda: rsa.generate_private_key(65537, 2048),
    "RSA-3072": lambda: rsa.generate_private_key(65537, 3072),
}


@pytest.mark.parametrize("name", ["P-256", "RSA-2048"])
def test_all_accept_a_package_and_refuse_a_changed_byte(name: str, tmp_path: Path) -> None:
    case = make_case(None, KEYS[name]())
    with unpacked(case, case.package(), tmp_path) as package:
        judge(package, CHECKERS)
        judge_pdf(package)


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "algorithm"),
    [
        ("P-384", None),
        ("P-521", None),
        ("RSA-2048", SignatureAlgorithm.RSA_PKCS1_SHA512),
        ("RSA-2048", SignatureAlgorithm.RSA_PSS_SHA256),
        ("RSA-3072", SignatureAlgorithm.RSA_PKCS1_SHA384),
    ],
)
def test_all_accept_every_algorithm_and_refuse_a_changed_byte(
    name: str, algorithm: SignatureAlgorithm | None, tmp_path: Path
) -> None:
    case = make_case(algorithm, KEYS[name]())
    checkers = dict(CHECKERS)
    if name == "P-521":
        # GnuPG 2.2 takes no hash for a key of 521 bits ("a multiple of 8 bits"), ours or not.
        del checkers["gpgsm"]
    with unpacked(case, case.package(), tmp_path) as package:
        judge(package, checkers)
        judge_pdf(package)


def test_all_accept_a_package_with_its_time_stamp(tmp_path: Path) -> None:
    case = make_case()
    server = case.authority.signer(SERVER, time_stamping=True)
    assert isinstance(server, MemorySigner)
    data = case.package()
    signature = read_signature(io.BytesIO(data))
    value, _ = signature_value(signature)
    question = ask(value)
    found = check_answer(stamp(server, question), question, value, case.authority.anchors())
    out = io.BytesIO()
    replace_signature(io.BytesIO(data), out, add_signature_time_stamp(signature, found.token))
    with unpacked(case, out.getvalue(), tmp_path) as package:
        assert len(signer_info(package)["unsigned_attrs"]) >= 1
        judge(package, CHECKERS)


def test_none_accepts_a_stranger_or_a_certificate_that_is_over(tmp_path: Path) -> None:
    case = make_case()
    with unpacked(case, case.package(), tmp_path) as package:
        other = Authority2("Boshqa")
        with gpgsm(other.root.certificate, [], NOW) as gnupg:
            roots = other.write_pem(tmp_path / "others.pem")
            stranger = Unpacked(tmp_path, roots, gnupg)
            assert not any(checker(stranger) for checker in CHECKERS.values())
        late = NOW + timedelta(days=1000)
        told = pkijs.check(package.signature, package.content, package.roots, late)
        assert (told["signature"], told["path"]) == (True, False)
        assert not by_openssl(Unpacked(tmp_path, package.roots, package.gnupg, late))


def test_what_is_signed_covers_every_member(tmp_path: Path) -> None:
    """Without any of our code: each member's digest stands in the manifest that is signed."""
    case = make_case()
    with unpacked(case, case.package(), tmp_path) as package:
        manifest = package.content.read_text()
        names = re.findall(r'URI="([^"]+)"', manifest)
        digests = re.findall(r"<ds:DigestValue>([^<]+)<", manifest)
        files = {
            str(path.relative_to(tmp_path))
            for path in tmp_path.rglob("*")
            if path.is_file() and path.name not in ("mimetype", "roots.pem")
        }
        assert files - set(names) == {MANIFEST}
        for name, digest in zip(names[1:], digests, strict=True):
            found = hashlib.sha256((tmp_path / name).read_bytes()).digest()
            assert base64.b64encode(found).decode() == digest, name
