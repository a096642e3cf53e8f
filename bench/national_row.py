"""The national algorithms against the bounds of the project's plan.

A signature is checked with the published one of RFC 4491, 4.2. The hash is made by this program
alone, which is what a system without libgcrypt has, and by libgcrypt where it is.
"""

from __future__ import annotations

import os
from base64 import b64decode
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from cryptography import x509

from bench.measure import Bench, Comparison, OutputWrong, Result, Series, alternate, milliseconds
from signing.national import Standard, check_signature, digest
from signing.national.gcrypt import GcryptHash, library
from signing.national.hashing import made_by
from signing.national.parameters import write_public_key
from signing.national.portable import PortableHash

_Maker: TypeAlias = Callable[[], PortableHash | GcryptHash]

SIGNATURE_MS = 5.0
BYTES_A_SECOND = 1_000_000
_SIZE = 128 << 10
_WARM = 2
_CERTIFICATE = b64decode(
    "MIIB0DCCAX8CECv1xh7CEb0Xx9zUYma0LiEwCAYGKoUDAgIDMG0xHzAdBgNVBAMM"
    "Fkdvc3RSMzQxMC0yMDAxIGV4YW1wbGUxEjAQBgNVBAoMCUNyeXB0b1BybzELMAkG"
    "A1UEBhMCUlUxKTAnBgkqhkiG9w0BCQEWGkdvc3RSMzQxMC0yMDAxQGV4YW1wbGUu"
    "Y29tMB4XDTA1MDgxNjE0MTgyMFoXDTE1MDgxNjE0MTgyMFowbTEfMB0GA1UEAwwW"
    "R29zdFIzNDEwLTIwMDEgZXhhbXBsZTESMBAGA1UECgwJQ3J5cHRvUHJvMQswCQYD"
    "VQQGEwJSVTEpMCcGCSqGSIb3DQEJARYaR29zdFIzNDEwLTIwMDFAZXhhbXBsZS5j"
    "b20wYzAcBgYqhQMCAhMwEgYHKoUDAgIkAAYHKoUDAgIeAQNDAARAhJVodWACGkB1"
    "CM0TjDGJLP3lBQN6Q1z0bSsP508yfleP68wWuZWIA9CafIWuD+SN6qa7flbHy7Df"
    "D2a8yuoaYDAIBgYqhQMCAgMDQQA8L8kJRLcnqeyn1en7U23Sw6pkfEQu3u0xFkVP"
    "vFQ/3cHeF26NG+xxtZPz3TaTVXdoiYkXYiD02rEx1bUcM97i"
)


def run(bench: Bench) -> tuple[Result, ...]:
    """Run the row."""
    return _signature(bench), _hash(bench)


def _signature(bench: Bench) -> Result:
    certificate = x509.load_der_x509_certificate(_CERTIFICATE)
    signed, value = certificate.tbs_certificate_bytes, certificate.signature
    # The public point is the last thing in what is signed.
    info = write_public_key(signed[-64:], Standard.OZDST_2009, "XchA")
    hashed = digest(signed)
    (found,) = alternate(
        (lambda: milliseconds(lambda: check_signature(info, hashed, value)),),
        bench.rounds,
        warm=_WARM,
    )
    ours = Series.of("signature", "ms", found)
    return _against("check of a signature", bench, SIGNATURE_MS, (ours,))


def _hash(bench: Bench) -> Result:
    data = os.urandom(_SIZE)
    found = library()
    makers: list[tuple[str, _Maker]] = [("hash in Python", PortableHash)]
    if found is not None:
        makers.append((made_by(), partial(GcryptHash, found)))
    values: list[bytes] = []

    def make(maker: _Maker) -> None:
        made = maker()
        made.update(data)
        values.append(made.digest())

    actions = [partial(milliseconds, partial(make, maker)) for _, maker in makers]
    measured = alternate(actions, bench.rounds, warm=_WARM)
    if len(set(values)) != 1:
        raise OutputWrong("two hashes of the same bytes")
    series = [
        Series.of(name, "ms", item) for (name, _), item in zip(makers, measured, strict=True)
    ]
    bound = 1000 * _SIZE / BYTES_A_SECOND
    return _against(f"hash of {_SIZE >> 10} KiB", bench, bound, tuple(series))


def _against(case: str, bench: Bench, bound: float, series: tuple[Series, ...]) -> Result:
    plan = Series.of("the plan's bound", "ms", (bound,) * bench.rounds)
    compared = tuple(Comparison.of(item, plan, 1.0) for item in series)
    return Result("national", case, (*series, plan), compared)
