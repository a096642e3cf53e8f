"""What can go wrong between the rooms.

::

    ApplicationError
    ├── SettingsInvalid     the profile's settings cannot be read; the field is named
    ├── ChosenAside         what was chosen in the window cannot be read; it was put aside
    ├── DecidedByOffice     the whole computer's file says this already; nothing was changed
    ├── NotConfigured       something IT staff must give first: registry, trust
    ├── AddressInvalid      what was typed is no address of a registry
    ├── SignedInElsewhere   somebody is signed in at another registry; sign out first
    ├── NotSignedIn         sign in with a token first
    ├── NotAllowed          a check stops the signature; the checks are listed
    ├── AlreadySigned       signed here already; the package is in the outbox
    ├── AnotherWaits        something else done with this version waits in the outbox
    ├── EntryOfAnother      what waits in the outbox is another person's; nothing was changed
    ├── SeveralEntries      more than one entry of the outbox could be meant; they are listed
    ├── NotRegistered       the package was signed here and is not, or not as here, registered
    ├── NothingAsked        the registry does not ask this of this person now
    ├── RemarkMissing       a note or an objection without its words; nothing was signed
    ├── ReasonMissing       a return or a rejection without its reason; nothing was written
    ├── SeveralTokens       more than one token is in; say which
    ├── SeveralCertificates more than one certificate could be meant; say which
    ├── AttemptUnconfirmed  the next wrong PIN or PUK may be the last; say that it is meant
    ├── DemoUnavailable     the demo office lacks something to run on
    ├── TrustFileInvalid    a file of trust anchors holds no certificate; named
    ├── OutputRefused       a file is there already, or is none to write over; nothing was written
    ├── BundleRefused       the registry's word on a stick is damaged, not its own, or too old
    ├── PrinterRefuses      nothing was printed; the queue takes nothing now
    └── NoDisplay           there is no screen for the window

The trees of :mod:`signing.errors` and :mod:`sync.errors` pass through this room unchanged.
"""

from __future__ import annotations

from datetime import datetime


class ApplicationError(Exception):
    """Base of what this room raises on purpose."""


class SettingsInvalid(ApplicationError):
    """``settings.toml`` cannot be used; ``detail`` names the file and the field.

    ``reason``: ``syntax`` (it is not TOML), ``unknown`` (nobody reads that name) or ``value``; of
    the last two ``allowed`` says what is read there, as a code with its facts or as written.
    """

    def __init__(self, detail: str, reason: str = "", allowed: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.reason = reason
        self.allowed = allowed


class ChosenAside(ApplicationError):
    """What was chosen in the window cannot be read and counts no more; it is at ``path``."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class DecidedByOffice(ApplicationError):
    """``names`` are decided for every profile of this computer, in the file ``path``."""

    def __init__(self, path: str, names: tuple[str, ...]) -> None:
        super().__init__(f"{path}: {', '.join(names)}")
        self.path = path
        self.names = names


class NotConfigured(ApplicationError):
    """The profile lacks ``what``: ``registry`` (its address) or ``trust`` (anchors).

    ``home``: there is no profile, as none is named and this person has no home directory;
    ``name``: the name of the one that is named is not UTF-8.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = self.reason = what


class AddressInvalid(ApplicationError):
    """What was typed is no address of a registry; nothing was changed."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class SignedInElsewhere(ApplicationError):
    """Drafts and session of one registry are not another's; nothing was changed."""


class NotSignedIn(ApplicationError):
    """Nobody has signed in on this profile yet."""


class NotAllowed(ApplicationError):
    """These checks stop the signature; nothing was asked of the token."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class AlreadySigned(ApplicationError):
    """This version was signed on this station; its package waits or was accepted."""

    def __init__(self, draft: str) -> None:
        super().__init__(draft)
        self.draft = draft


class AnotherWaits(ApplicationError):
    """What was done with ``draft`` before waits in the outbox, and both cannot count.

    ``waiting`` says what: an answer (``agreed``, ``objected`` …) or a kind of the outbox;
    ``entry`` is how its key begins, and ``reason`` why it cannot be taken back, empty if it can.
    """

    def __init__(self, draft: str, waiting: str, entry: str, reason: str) -> None:
        super().__init__(f"{draft}: {waiting} {entry}")
        self.draft = draft
        self.waiting = waiting
        self.entry = entry
        self.reason = reason


class EntryOfAnother(ApplicationError):
    """What was done with ``draft`` here is another person's, and only they may do this with it."""

    def __init__(self, draft: str) -> None:
        super().__init__(draft)
        self.draft = draft


class SeveralEntries(ApplicationError):
    """More than one entry could be meant; ``choices`` names each by how its key begins."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__(", ".join(choices))
        self.choices = choices


class NotRegistered(ApplicationError):
    """The package of ``draft`` on this station is not the registered one.

    ``reason``: ``waiting`` (the registry has not answered yet), ``refused`` or ``elsewhere``
    (registered is the same signature as another station sent it, with its time-stamp).
    """

    def __init__(self, draft: str, reason: str) -> None:
        super().__init__(f"{draft}: {reason}")
        self.draft = draft
        self.reason = reason


class NothingAsked(ApplicationError):
    """The registry does not ask ``action`` of the person signed in for this draft."""

    def __init__(self, draft: str, action: str) -> None:
        super().__init__(f"{draft}: {action}")
        self.draft = draft
        self.action = action


class RemarkMissing(ApplicationError):
    """The answer for ``draft`` needs a remark and has none."""

    def __init__(self, draft: str) -> None:
        super().__init__(draft)
        self.draft = draft


class ReasonMissing(ApplicationError):
    """Returning or rejecting ``draft`` needs a reason and has none."""

    def __init__(self, draft: str) -> None:
        super().__init__(draft)
        self.draft = draft


class SeveralTokens(ApplicationError):
    """More than one token could be meant; ``serials`` are those."""

    def __init__(self, serials: tuple[str, ...]) -> None:
        super().__init__(", ".join(serials))
        self.serials = serials


class SeveralCertificates(ApplicationError):
    """More than one certificate could be meant; ``choices`` names each by its fingerprint."""

    def __init__(self, choices: tuple[str, ...]) -> None:
        super().__init__(", ".join(choices))
        self.choices = choices


class AttemptUnconfirmed(ApplicationError):
    """The token does not say how many attempts are left, and ``tries`` in a row were not accepted.

    ``code`` is ``pin`` or ``puk``. Nothing was sent; the same call with ``confirmed`` sends it.
    """

    def __init__(self, serial: str, tries: int, code: str) -> None:
        super().__init__(f"{serial}: {tries}")
        self.serial = serial
        self.tries = tries
        self.code = code


class DemoUnavailable(ApplicationError):
    """The demo office cannot be made or shown.

    ``reason``: ``registry`` (none in this installation), ``softhsm`` (not installed), ``foreign``
    and a directory that holds something else, ``running`` and one where a demo runs, ``damaged``
    and its description, or ``failed`` and what a child said.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TrustFileInvalid(ApplicationError):
    """A file of trust anchors holds no certificate, or a damaged one; ``detail`` names it."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class BundleRefused(ApplicationError):
    """A file with the registry's word about certificates is not taken; what is here stays.

    ``reason``: ``absent`` (there is none to give away), ``damaged``, ``signer`` (not signed by the
    registry under an anchor of this station), ``stranger`` (nobody has told this station who the
    registry is), ``revoked`` (by one that no longer may), of the ``future`` or ``older`` than what
    this station has heard; of the last two ``issued`` and ``known`` (UTC) say by what.
    """

    def __init__(
        self, reason: str, issued: datetime | None = None, known: datetime | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.issued = issued
        self.known = known


class OutputRefused(ApplicationError):
    """Nothing is written to ``path``.

    ``reason``: ``exists``, ``special`` (no plain file) or ``verified`` (one of the files that a
    report is about).
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class PrinterRefuses(ApplicationError):
    """Nothing was printed on ``printer``.

    ``reason``: ``absent`` (no queue of this name answers), ``closed`` (it takes no jobs now),
    ``broken`` (it took a part) or ``beyond`` (none of the pages that were asked for is there).
    """

    def __init__(self, printer: str, reason: str) -> None:
        super().__init__(f"{printer}: {reason}")
        self.printer = printer
        self.reason = reason


class NoDisplay(ApplicationError):
    """No X11 or Wayland display is there, so no window can be opened."""
