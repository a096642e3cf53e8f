"""All that a file brings to judge its signatures by, collected before the first of them is judged.

Whoever has a file may give its signatures another order, and nothing says in which place of it
a list or an answer about somebody stands. So what one of them brings counts for all. Nothing of it
is believed: lists and answers are signed, and certificates only help to find who signed what.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress

from cryptography import x509

from signing.called import AtHand, distinct, issuer_name, subject_name
from signing.errors import SigningError
from signing.foreign import signed_data as form
from signing.foreign.ber import Element
from signing.foreign.signed_data import SignedData, SignerInfo
from signing.revocation import Source, Sources, distinct_sources

MAX_STAMPS = 16
"""Time-stamps of a signature, of each kind, that are looked at."""
_MAX_SOURCES = 1024
"""Revocation lists and answers that a file brings; more are not looked at."""
_MAX_ISSUERS = 64
_STAMPS = (form.TIME_STAMP, form.ARCHIVE_TIME_STAMP_V3, form.ARCHIVE_TIME_STAMP_V2)


class Collected:
    """Lists, answers and certificates of one file, beside those of a station."""

    def __init__(self, station: Sources) -> None:
        """Begin with what the station has."""
        self._station = station
        self._brought: dict[Hashable, Source] = {}
        self._certificates: tuple[x509.Certificate, ...] = ()
        self.sources = station
        """All of them, as far as they were added."""
        self.issuers: tuple[x509.Certificate, ...] = ()
        """Whose names others name as their issuers': they help to find paths. Of too many none."""

    def add(self, every: Iterable[form.Brought]) -> None:
        """Collect certificates, and lists and answers."""
        certificates = [*self._certificates]
        for some, sources in every:
            certificates += some
            if len(self._brought) < _MAX_SOURCES:
                self._brought.update(distinct_sources(sources))
        self._certificates = distinct(certificates)
        named = set(map(issuer_name, self._certificates))
        issuers = tuple(item for item in self._certificates if subject_name(item) in named)
        self.issuers = issuers if len(issuers) <= _MAX_ISSUERS else ()
        brought = [*self._brought.values()][:_MAX_SOURCES]
        self.sources = Sources(brought, self._station, at_hand=AtHand(self._certificates))


def brought_by(every: Iterator[SignedData]) -> Iterator[form.Brought]:
    """Give what signatures bring anywhere in them: in time-stamps and counter-signatures, too.

    What cannot be read is told where it is judged.
    """
    while True:
        try:
            data = next(every)
        except StopIteration:
            return
        except SigningError:
            continue
        yield data.certificates, data.sources
        for info in data.signers:
            yield from _with(info)
            with suppress(SigningError):
                for counter in form.counter_signatures(info):
                    yield from _with(counter)


def _with(info: SignerInfo) -> Iterator[form.Brought]:
    signed = info.signed.every(form.CONTENT_TIME_STAMP) if info.signed else ()
    yield from _tokens(signed)
    if info.unsigned is None:
        return
    yield form.embedded(info)
    for kind in _STAMPS:
        yield from _tokens(info.unsigned.every(kind))


def _tokens(items: Iterable[Element]) -> Iterator[form.Brought]:
    for item in [*items][:MAX_STAMPS]:
        with suppress(SigningError):
            data = form.read_signed_data(item.raw)
            yield data.certificates, data.sources
            for info in data.signers:
                yield form.embedded_values(info.unsigned.values if info.unsigned else ())
