"""Verifying beside the window: stopped in the middle of a file, and without any trust anchor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from eqaror_desktop.desktop.verifying import beside
from eqaror_desktop.flows.verification import Files, verify_file
from eqaror_desktop.messages import Messages
from signing.trust import TrustAnchors
from sync.cancel import Cancelled


class Second:
    """A wish to stop that comes after the first look at the file."""

    asked = 0

    def is_set(self) -> bool:
        self.asked += 1
        return self.asked > 1


def test_reading_a_file_ends_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(1 << 20))
    cancel = Second()
    with pytest.raises(Cancelled):
        verify_file(path, TrustAnchors.load(()), cancel=cancel)
    assert cancel.asked == 2


def signed(content: bytes, *options: pkcs7.PKCS7Options) -> bytes:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(1))
    ).sign(key, SHA256())
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
    signer = builder.add_signer(certificate, key, SHA256())
    return signer.sign(Encoding.DER, [*options, pkcs7.PKCS7Options.Binary])


def test_a_signature_beside_what_it_signs_needs_no_further_word(tmp_path: Path) -> None:
    content, other = tmp_path / "act.pdf", tmp_path / "other.pdf"
    content.write_bytes(b"an act")
    other.write_bytes(b"another one")
    made = signed(b"an act", pkcs7.PKCS7Options.DetachedSignature)
    signature = tmp_path / "act.pdf.p7s"
    signature.write_bytes(made)

    def intact(*paths: Path) -> bool:
        contents = beside(paths)
        files = Files(contents, len(contents) + 1)
        (found,) = verify_file(signature, TrustAnchors.load(()), files=files).signatures
        return found.intact

    assert intact(signature)
    moved = content.rename(tmp_path / "renamed.pdf")
    assert not intact(signature)
    assert not intact(signature, other)
    assert intact(signature, other, moved)


def test_a_signature_called_after_another_file_says_so(tmp_path: Path) -> None:
    """One that carries its content says nothing of the file that it has its name of."""
    content, signature = tmp_path / "act.pdf", tmp_path / "act.pdf.p7s"
    signature.write_bytes(signed(b"an act"))

    def told(*paths: Path) -> bool:
        contents = beside(paths)
        files = Files(contents, len(contents) + 1) if paths else None
        report = verify_file(signature, TrustAnchors.load(()), files=files)
        assert report.verdict == "indeterminate"
        assert report.signatures[0].intact
        return "CONTENT_UNUSED" in {item.code for item in report.reasons}

    assert not told(signature)
    content.write_bytes(b"an act")
    assert not told(signature)
    assert not told()
    content.write_bytes(b"another one")
    assert told(signature)
    assert told(signature, content)
    assert told()
    other = tmp_path / "other.pdf"
    other.write_bytes(b"an act")
    assert told(signature, content, other)


@pytest.mark.parametrize("language", ["en", "uz", "uz_Cyrl", "ru"])
def test_an_empty_file_and_one_that_was_cut_are_told_in_words(
    language: str, tmp_path: Path
) -> None:
    messages, path = Messages.load(language), tmp_path / "a.asice"

    def told(content: bytes) -> str:
        path.write_bytes(content)
        (reason,) = verify_file(path, TrustAnchors.load(())).reasons
        return messages.reason(reason.code, reason.detail)

    empty = {"en": "it is empty", "uz": "u boʻsh", "uz_Cyrl": "у бўш", "ru": "он пуст"}
    assert told(b"").endswith(f": {empty[language]}")
    cut = told(b"PK\x03\x04" + bytes(100))
    assert "no directory" not in cut
    assert ("ZIP file" in cut) == (language == "en")
