"""What a wish to sign anything but a decision finds: the tokens as shown, and with what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eqaror_desktop.application import Application
from eqaror_desktop.desktop import token_rows
from eqaror_desktop.desktop.signing import NO_CERTIFICATE
from eqaror_desktop.messages import Messages
from ui.rows import TokenView

if TYPE_CHECKING:
    from eqaror_desktop.flows.key_plan import KeyPlan


@dataclass(frozen=True)
class KeyLook:
    """``plan`` is None where nothing can sign; ``shown`` says why."""

    shown: TokenView
    plan: KeyPlan | None


def look_for_key(
    application: Application, messages: Messages, ask: Callable[[], KeyPlan], *, gone: bool
) -> KeyLook:
    """Look at tokens and certificates; belongs into the token's lane.

    Args:
        application: the station's.
        messages: the words for people.
        ask: plans the signature, with the certificate that was chosen if one was.
        gone: the token that was meant has been pulled out.

    Raises:
        SigningError: whatever else than a lack of a certificate stands in the way.
        ApplicationError: as above.
    """
    plan: KeyPlan | None = None
    error: BaseException | None = None
    try:
        plan = ask()
    except NO_CERTIFICATE as reason:
        error = token_rows.absence(reason, gone=gone)
    person = application.person()
    shown = token_rows.token_view(
        application.offer(pinfl=person.person.pinfl if person else None),
        messages,
        chosen=(plan.token.serial, plan.facts.fingerprint) if plan else None,
        checks=plan.checks if plan else (),
        error=error,
    )
    return KeyLook(shown, plan)
