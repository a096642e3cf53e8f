"""Everything that can go wrong between this station and the registry, or in the local store.

::

    SyncError
    ├── RegistryError
    │   ├── Unreachable            no connection, or it broke before anything was sent
    │   │   ├── ServerUntrusted    whoever answers there is not proven to be the registry
    │   │   ├── ProxyFault         the proxy, or the script that names it, is in the way
    │   │   └── CaptivePortal      a page came instead of the registry's word
    │   ├── OutcomeUnknown         it broke after a request that changes something had left
    │   ├── SessionExpired         sign in again; nothing is lost
    │   ├── StationForgotten       the office took the drafts off this station; unsent work stays
    │   ├── Refused                the registry said no: a stable code, see docs/registry-api.yaml
    │   ├── BadAnswer              not what the contract promises; nothing of it was applied
    │   ├── FileTampered           a file's bytes are not those its digest names; not kept
    │   └── NoTimeStamp            no time-stamp server gave one now; the package waits
    └── StoreError
        ├── KeyringUnavailable     there is no keyring, or it gives no answer
        ├── KeyringUnusable        it gives no answer, and nothing was kept with it yet
        ├── KeyringLocked          the keyring is locked and was not opened
        ├── StoreKeyMissing        the store is here, and its key is not where it was kept
        ├── WrongKey               the key does not open this store
        ├── KeysDamaged            what leads to the store's key is damaged: no start mends that
        ├── StoreDamaged
        ├── StoreRescued           it was damaged and set aside: told, never raised
        ├── StoreTooNew            written by a newer program
        ├── StoreFull              no space left
        ├── StoreReadOnly          the disk, or this person, may not write there
        ├── StoreGone              the place of the profile is away: a stick, a share
        ├── ProfileAway            it was away at a start: nothing is made in its place
        ├── StoreOlder             an older copy was put back: told, never raised
        ├── NotPlainFile           a link, or no file, in the profile: nothing is opened
        ├── ProfileInUse           another program has this profile open
        ├── AlreadySent            the outbox entry may have left; it can no longer be changed
        ├── EntryFileRefused       an entry of another station is damaged, or not for this one
        ├── UnsignedStays          nobody signed it, so no file takes it to another station
        └── NotFound               no such draft, file or entry on this station

Leaves carry data, not prose. ``str()`` of an error is for logs and holds no secret.
"""

from __future__ import annotations

from datetime import datetime


class SyncError(Exception):
    """Base of everything this room raises on purpose."""


class RegistryError(SyncError):
    """The registry did not do what was asked."""

    @property
    def concerns_all(self) -> bool:
        """Whether every other request would meet the same error now."""
        return False


class Unreachable(RegistryError):
    """The registry could not be reached; the request surely had no effect.

    ``reason`` without a connection: ``insecure`` (not HTTPS), ``name`` (no such host),
    ``refused``, ``timeout`` or ``ca-file`` (ours cannot be read); with one: ``broken``,
    ``silent`` (nothing came in time) or ``http 502`` and the like (a gateway or a failing
    registry answered).
    """

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason

    @property
    def concerns_all(self) -> bool:
        """Whether there was not even a connection."""
        return self.reason not in {"broken", "silent"} and not self.reason.startswith("http ")


class ServerUntrusted(Unreachable):
    """No TLS connection to the registry itself came about; nothing was sent.

    ``reason``: ``certificate`` (of no trusted authority), ``expired``, ``not-yet`` (valid),
    ``name`` (of another host), ``pin`` (not the key the office pinned), ``old-tls`` or
    ``not-tls``.
    """


class ProxyFault(Unreachable):
    """The way through a proxy did not lead to the registry; the request was not handed over.

    ``reason``: ``proxy`` (it is away), ``proxy-login`` (it wants a user and a password, or
    others), ``proxy-refused 403`` and the like, ``proxy-address``, ``socks`` (a kind this program
    does not speak) or ``pac`` (the script that names it failed). ``proxy`` is
    ``host:port`` if known.
    """

    def __init__(self, address: str, reason: str, proxy: str = "") -> None:
        super().__init__(address, reason)
        self.proxy = proxy


class CaptivePortal(Unreachable):
    """A page or a redirect came that is not the registry's; nothing of it was used.

    Networks that want a sign-in first do this, and gateways in front of a registry at rest.
    ``reason``: ``redirect``, ``page``, ``sign-in`` (status 511, RFC 6585, section 6) or
    ``behind-tls`` (the certificate is not the registry's, and plain HTTP leads elsewhere).
    """


class OutcomeUnknown(RegistryError):
    """The connection ended after the request had left; ``key`` is its idempotency key.

    ``reason`` as of :class:`Unreachable` or :class:`CaptivePortal`.
    """

    def __init__(self, key: str, reason: str = "broken") -> None:
        super().__init__(key)
        self.key = key
        self.reason = reason

    @property
    def concerns_all(self) -> bool:
        """Whether somebody else answered, who would answer the next request as well."""
        return self.reason in {"redirect", "page", "sign-in", "proxy-login"}


class SessionExpired(RegistryError):
    """The registry wants a new sign-in."""

    @property
    def concerns_all(self) -> bool:
        """Nothing can be asked without a session."""
        return True


class StationForgotten(RegistryError):
    """The office told the registry to forget this station: drafts and session leave it.

    ``waiting`` is how many outbox entries are not settled; they stay, encrypted.
    """

    def __init__(self, waiting: int = 0) -> None:
        super().__init__(f"{waiting} entries wait")
        self.waiting = waiting

    @property
    def concerns_all(self) -> bool:
        """Nothing is answered to a station that is to be forgotten."""
        return True


class Refused(RegistryError):
    """The registry refused, with a stable ``code`` of the contract.

    ``retry_after`` is in seconds where the registry gave one.
    """

    def __init__(self, code: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


class BadAnswer(RegistryError):
    """The answer is not what the contract promises; ``path`` says where, e.g. ``$.changes[3]``."""

    def __init__(self, call: str, path: str) -> None:
        super().__init__(f"{call}: {path}")
        self.call = call
        self.path = path


class FileTampered(RegistryError):
    """The bytes that came for ``sha256`` have another digest; nothing of them was kept."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256


class NoTimeStamp(RegistryError):
    """No server gave a time-stamp now; the signed package waits and nothing of it has left.

    ``reason`` is ``budget`` (a server's limit of requests is used up) or what the last failure
    was; ``until`` (UTC) is when the first server may be asked again; ``detail`` names them all.
    """

    def __init__(self, reason: str, until: datetime, detail: str = "") -> None:
        super().__init__(f"{reason} until {until.isoformat()} {detail}".strip())
        self.reason = reason
        self.until = until
        self.detail = detail


class StoreError(SyncError):
    """The local store cannot do what was asked."""


class KeyringUnavailable(StoreError):
    """There is no keyring ``backend`` here, or it gave no answer."""

    def __init__(self, backend: str) -> None:
        super().__init__(backend)
        self.backend = backend


class KeyringUnusable(StoreError):
    """The keyring ``backend`` gives no answer, and nothing was kept with it yet."""

    def __init__(self, backend: str) -> None:
        super().__init__(backend)
        self.backend = backend


class KeyringLocked(StoreError):
    """The keyring ``backend`` is locked, and its owner did not open it."""

    def __init__(self, backend: str) -> None:
        super().__init__(backend)
        self.backend = backend


class StoreKeyMissing(StoreError):
    """The store is here, and ``backend`` answers that it has no key of it."""

    def __init__(self, backend: str) -> None:
        super().__init__(backend)
        self.backend = backend


class WrongKey(StoreError):
    """The key at hand does not open this store."""


class KeysDamaged(StoreError):
    """A file without which the store's key is not found or not used; ``detail`` is its name.

    It and its copy, where it has one, are damaged. Nothing was changed.
    """

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class StoreDamaged(StoreError):
    """The store's content is damaged; ``detail`` is the database's own word."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class StoreRescued(StoreError):
    """The store was damaged; it was set aside at ``place``, and a new one took over.

    ``entries`` of the outbox came over. ``unread`` names the tables of which something could not
    be read: ``outbox``, ``journal``, ``key_log``, ``other``, or ``nothing``.
    """

    def __init__(self, place: str, entries: int, unread: tuple[str, ...]) -> None:
        super().__init__(f"{place}: {entries} entries, unread: {', '.join(unread)}")
        self.place = place
        self.entries = entries
        self.unread = unread


class StoreTooNew(StoreError):
    """The store was written by a newer program; versions are schema numbers."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"schema {found}, this program knows {known}")
        self.found = found
        self.known = known


class StoreFull(StoreError):
    """The disk is full; nothing was changed."""


class StoreReadOnly(StoreError):
    """The disk is read-only, or this person may not write there; nothing was changed."""


class StoreGone(StoreError):
    """The place of the profile is away; what was being written is not kept."""


class ProfileAway(StoreError):
    """A profile was at ``place``, and nothing of it is there now; nothing was made."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class StoreOlder(StoreError):
    """The store is older than it was when it was last open; ``entries`` of the outbox are open.

    An older copy was put back, or the disk lost what was written last.
    """

    def __init__(self, entries: int) -> None:
        super().__init__(f"{entries} entries")
        self.entries = entries


class NotPlainFile(StoreError):
    """``name`` of the profile is a link, a pipe or a directory; nothing was opened or changed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ProfileInUse(StoreError):
    """Another program has the profile open: ``process`` on the computer ``host``, where known.

    ``holder`` says both for the message table: ``unknown``, ``here 1234`` or ``elsewhere PC-7``.
    """

    def __init__(self, process: int | None, host: str = "") -> None:
        super().__init__(f"process {process} {host}".strip())
        self.process = process
        self.host = host
        self.holder = f"elsewhere {host}" if host else f"here {process}" if process else "unknown"


class AlreadySent(StoreError):
    """The outbox entry ``key`` has left or may have; it is neither cancelled nor changed.

    ``held`` says how: ``sending``, ``left``, ``exported`` or ``settled``.
    """

    def __init__(self, key: str, held: str = "left") -> None:
        super().__init__(f"{key}: {held}")
        self.key = key
        self.held = held


class EntryFileRefused(StoreError):
    """A file with another station's outbox entry is not taken in; nothing was written.

    ``reason``: ``stranger`` (another kind of file), ``newer`` (written by a newer program),
    ``damaged``, ``package`` or ``answer`` (its signature is not good, or is about something else
    than the file says), ``signer`` (of a package: its draft is somebody else's to sign) or
    ``person`` (only its author may send it).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnsignedStays(StoreError):
    """A remark, a return or a rejection does not travel in a file; nothing was written.

    Nobody signed it: whoever carries the file could have made it up, in anybody's name. ``kind``
    is its :class:`sync.entries.OutboxKind`.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class NotFound(StoreError):
    """This station has no such thing; ``kind`` is draft, file or entry."""

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(f"{kind} {identifier}")
        self.kind = kind
        self.identifier = identifier
