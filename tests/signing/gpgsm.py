"""GnuPG's own reader of CMS, in a home of its own that knows one authority and no network."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding


class GpgSm:
    """``gpgsm`` with one trusted root."""

    def __init__(self, home: Path, at: datetime) -> None:
        self._home = home
        self._at = at

    def run(self, *arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        moment = self._at.strftime("%Y%m%dT%H%M%S")
        command = ["gpgsm", "--homedir", str(self._home), "--batch", "--faked-system-time", moment]
        return subprocess.run([*command, *arguments], input=data, capture_output=True, check=False)

    def accepts(self, signature: Path, content: Path) -> bool:
        """Whether the signature over the content is good and its certificate trusted."""
        ran = self.run("--status-fd", "1", "--verify", str(signature), str(content))
        good = b"[GNUPG:] GOODSIG" in ran.stdout
        trusted = b"[GNUPG:] TRUST_FULLY" in ran.stdout
        assert ran.returncode or (good and trusted), (ran.stdout, ran.stderr)
        return ran.returncode == 0

    def bad(self, signature: Path, content: Path) -> bool:
        """Whether it says that signature or content were changed, and not just that it failed."""
        ran = self.run("--status-fd", "1", "--verify", str(signature), str(content))
        return ran.returncode != 0 and b"[GNUPG:] BADSIG" in ran.stdout


@contextmanager
def gpgsm(
    root: x509.Certificate, others: Iterable[x509.Certificate], at: datetime
) -> Iterator[GpgSm]:
    """Make a home, and end what was started for it.

    Args:
        root: trusted.
        others: known, so that a path can be found.
        at: the moment at which certificates are judged.
    """
    # The agent's socket lies in it, and a socket's path must be short.
    with tempfile.TemporaryDirectory(prefix="eqg", dir="/tmp") as name:
        home = Path(name)
        home.chmod(0o700)
        fingerprint = root.fingerprint(hashes.SHA1()).hex().upper()
        (home / "trustlist.txt").write_text(f"{fingerprint} S relax\n")
        (home / "gpgsm.conf").write_text(
            "disable-crl-checks\ndisable-dirmngr\nno-common-certs-import\n"
        )
        made = GpgSm(home, at)
        try:
            for certificate in (root, *others):
                ran = made.run("--import", data=certificate.public_bytes(Encoding.DER))
                assert ran.returncode == 0, ran.stderr
            yield made
        finally:
            kill = ["gpgconf", "--homedir", str(home), "--kill", "all"]
            subprocess.run(kill, capture_output=True, check=False)
