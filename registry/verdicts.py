"""What a verification says, as a refusal: of a package and of an answer alike."""

from __future__ import annotations

from collections.abc import Iterable

from registry.problems import Code, Refusal
from signing.identity import about_stamp
from signing.report import Reason

# The first of these that the report names decides the code: what is broken comes before what is
# somebody else's, and that before what merely ran out.
_CODES = (
    (Code.TOO_LARGE, frozenset({"TOO_LARGE"})),
    (Code.PACKAGE_MALFORMED, frozenset({"FORMAT_FAILURE", "MEMBER_MISSING", "MEMBER_NOT_LISTED"})),
    (Code.DRAFT_CHANGED, frozenset({"ANOTHER_VERSION", "ANOTHER_TRAIL"})),
    (Code.SIGNER_MISMATCH, frozenset({"SIGNER_MISMATCH"})),
    (Code.CERTIFICATE_REVOKED, frozenset({"REVOKED", "REVOKED_NO_POE"})),
    (
        Code.CERTIFICATE_EXPIRED,
        frozenset({"OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED", "NOT_YET_VALID"}),
    ),
)
# Whether a certificate is revoked, the registry knows itself; it needs no list for that.
_IGNORED = frozenset({"TRY_LATER"})
_NOT_YET = "NO_CERTIFICATE_CHAIN_FOUND"
# What the registry may be told of later, and a list or an anchor is all that it needs for it.
_UNKNOWN = frozenset({about_stamp("TRY_LATER"), about_stamp(_NOT_YET)})


def require(reasons: Iterable[Reason], malformed: Code = Code.PACKAGE_MALFORMED) -> None:
    """Refuse what a verifier finds anything wrong or open in, but what the registry knows itself.

    Args:
        reasons: of the verification.
        malformed: the code of what is not as its format says.

    Raises:
        Refusal: by the code of what counts most; ``status_unknown``, which is not final, where
            nothing is wrong but that something is not known yet.
    """
    left = [item for item in reasons if item.code not in _IGNORED]
    if not left:
        return
    unknown = [item for item in left if item.code == _NOT_YET or item in _UNKNOWN]
    # Whoever is not known yet vouches for nothing yet.
    if unknown and all(item in unknown or item.code == "UNSIGNED_BESIDE" for item in left):
        raise Refusal(Code.STATUS_UNKNOWN, f"{unknown[0].code} {unknown[0].detail}".strip())
    left = [item for item in left if item not in unknown]
    for code, names in _CODES:
        for reason in left:
            if reason.code in names:
                found = malformed if code is Code.PACKAGE_MALFORMED else code
                raise Refusal(found, f"{reason.code} {reason.detail}".strip())
    raise Refusal(Code.BAD_SIGNATURE, f"{left[0].code} {left[0].detail}".strip())
