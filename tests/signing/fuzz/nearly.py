"""Files that are right in all but one thing, which only one check sees.

A mutation anywhere mostly stops at the first check. These change what one check alone is for: a
certificate that is the signer's but for its issuer's signature, a manifest that says the same in
other bytes, an answer with another letter.
"""

from __future__ import annotations

import re
from random import Random

from cryptography.hazmat.primitives.serialization import Encoding

from signing.foreign.signed_data import read_signed_data
from tests.signing.fuzz import zips
from tests.signing.fuzz.samples import Group, Samples

_LETTER = re.compile(rb'(?<=[a-z])[a-z](?=[a-z]*")')
_SIGNED = (".p7m", ".p7s", ".tst")
_CONTAINERS = ("ours.asice", "national.asice", "extended.asice", "stored.asice", "archived.asice")


class Nearly:
    """Makes files; the number of a random generator decides which."""

    def __init__(self, samples: Samples, group: Group | None = None) -> None:
        named = {item.name: item.data for item in samples.every}
        self._signatures = [data for name, data in named.items() if name.endswith(_SIGNED)]
        self._containers = [named[name] for name in _CONTAINERS]
        # By the numbers of make(); of a container more can be wrong.
        kinds = {Group.SIGNATURES: (0,), Group.CONTAINERS: (1, 2, 3)}
        self._kinds = (0, 1, 2, 3) if group is None else kinds.get(group, ())

    @property
    def can(self) -> bool:
        """Whether there is something of the group."""
        return bool(self._kinds)

    def make(self, rng: Random) -> bytes:
        """Return one file."""
        match self._kinds[rng.randrange(len(self._kinds))]:
            case 0:
                return _copied(rng.choice(self._signatures), rng)
            case 1:
                every = zips.entries(rng.choice(self._containers))
                places = [
                    at for at, item in enumerate(every) if item.name.decode().endswith(_SIGNED)
                ]
                index = rng.choice(places)
                every[index] = every[index].filled(_copied(every[index].content, rng))
                return zips.written(every)
            case _:
                return self._reworded(rng)

    def _reworded(self, rng: Random) -> bytes:
        """Something that is signed, with another meaning or with none."""
        every = zips.entries(rng.choice(self._containers))
        places = [
            index for index, item in enumerate(every) if item.name.endswith((b".xml", b".json"))
        ]
        index = rng.choice(places)
        content = every[index].content
        letters = list(_LETTER.finditer(content))
        if content[:1] == b"<" and rng.random() < 0.5:
            content = content.rstrip() + b"\n" * rng.randrange(2, 5)
        elif letters:
            at = rng.choice(letters).start()
            content = content[:at] + bytes((rng.choice(b"abcdefghij"),)) + content[at + 1 :]
        every[index] = every[index].filled(content)
        return zips.written(every)


def _copied(data: bytes, rng: Random) -> bytes:
    """The signer's name, number and key, in a certificate that nobody issued."""
    own = [item.public_bytes(Encoding.DER) for item in read_signed_data(data).certificates]
    found = [data.index(item) + len(item) - 1 for item in own if item in data]
    if not found:
        # Of indefinite lengths they have another form.
        return data
    end = rng.choice(found)
    return data[:end] + bytes((data[end] ^ 1 << rng.randrange(8),)) + data[end + 1 :]
