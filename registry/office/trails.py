"""Who was asked, when, and what they answered: the agreement trails of the demo office.

Pure: a plan and a seed give the rounds; signing is done by :mod:`registry.office.dataset`. A
round is sent out once, its term is three days, and silence counts as agreement at the end of the
term. A round in which somebody objects ends the version it was about.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from registry.contract import DraftState
from registry.numbers import LOCAL_TIME
from registry.office.wording import agreement_texts
from registry.seeds import SeedPerson
from signing.statement import Agreement

TERM = timedelta(days=3)
"""How long an organisation may take (registry policy ``agreement_days``)."""

GAP = TERM + timedelta(days=1, hours=2)
"""From the start of a round to the start of the next: the drafter rewrites for a day."""
LATER = timedelta(days=2)
"""How much later a second group is asked in the same round."""

_UNFINISHED = {DraftState.IN_AGREEMENT}
_OBJECTED_AT_END = {DraftState.DRAFT, DraftState.RETURNED, DraftState.REJECTED}


@dataclass(frozen=True)
class Reply:
    """One line of a trail before it is signed; ``version`` is the one it answers for."""

    officer: SeedPerson
    round: int
    version: int
    decision: Agreement
    remark: str
    received: datetime
    due: datetime
    decided: datetime | None


@dataclass(frozen=True)
class TrailPlan:
    """What a trail should look like.

    ``officers`` are asked in every round; ``silent`` of them let the term pass; ``waiting`` of
    them have not answered in a round that is still open. ``started`` is when round 1 went out.
    """

    officers: tuple[SeedPerson, ...]
    rounds: int
    state: DraftState
    started: datetime
    now: datetime
    seed: int
    silent: int = 0
    waiting: int = 0
    token_waits: bool = False
    """The first officer is among those who have not answered."""


def replies(plan: TrailPlan) -> tuple[Reply, ...]:
    """Return the whole trail, round after round, in the order of the sheet."""
    found: list[Reply] = []
    for number in range(1, plan.rounds + 1):
        found += _round(plan, number, plan.started + (number - 1) * GAP)
    return tuple(found)


def last_moment(trail: tuple[Reply, ...], default: datetime) -> datetime:
    """Return when the last answer came, or when the last round went out."""
    return max((reply.decided or reply.received for reply in trail), default=default)


def office_hours(moment: datetime) -> datetime:
    """Return ``moment``, or the nearest one of its day at which offices work (9 to 18)."""
    local = moment.astimezone(LOCAL_TIME)
    if local.hour < 9:
        local = local.replace(hour=9 + local.minute % 3)
    elif local.hour >= 18:
        local = local.replace(hour=15 + local.minute % 3)
    return local.astimezone(UTC)


def _round(plan: TrailPlan, number: int, received: datetime) -> list[Reply]:
    pick = random.Random(f"{plan.seed}-{number}")  # noqa: S311 - no secrets
    last = number == plan.rounds
    asked = list(plan.officers)
    others = asked[1:] if len(asked) > 1 else asked
    objectors = 0
    if not last or plan.state in _OBJECTED_AT_END:
        objectors = min(1 + pick.randrange(2), len(others))
    special = pick.sample(others, min(objectors + plan.silent + plan.waiting, len(others)))
    objected = {person.pinfl for person in special[:objectors]}
    silent = {person.pinfl for person in special[objectors : objectors + plan.silent]}
    waiting: set[str] = set()
    if last and plan.state in _UNFINISHED:
        waiting = {person.pinfl for person in special[objectors + plan.silent :]}
        if plan.token_waits:
            waiting.add(asked[0].pinfl)
    found = []
    for person in asked:
        sent = received
        if silent and person.pinfl in waiting:
            # Asked later than the others: silence is over for some and not yet for these.
            sent = received + LATER
        found.append(_reply(plan, pick, number, person, sent, objected, silent, waiting))
    return found


def _reply(
    plan: TrailPlan,
    pick: random.Random,
    number: int,
    person: SeedPerson,
    received: datetime,
    objected: set[str],
    silent: set[str],
    waiting: set[str],
) -> Reply:
    texts = agreement_texts()
    due = received + TERM
    latest = min(due, plan.now)
    seconds = int((latest - received).total_seconds())
    # Most answers come early in the term.
    spent = int(seconds * (0.05 + 0.85 * pick.random() ** 2))
    moment = received + timedelta(seconds=max(spent, 60))
    at_work = office_hours(moment)
    decided: datetime | None = at_work if received < at_work < latest else moment
    decision, remark = Agreement.AGREED, ""
    if person.pinfl in waiting:
        decision, decided = Agreement.PENDING, None
    elif person.pinfl in silent:
        decision, decided = Agreement.DEEMED_AGREED, due
    elif person.pinfl in objected:
        decision, remark = Agreement.OBJECTED, pick.choice(texts.objections)
    elif pick.random() < 0.18:
        decision, remark = Agreement.AGREED_WITH_NOTE, pick.choice(texts.notes)
    return Reply(person, number, number, decision, remark, received, due, decided)
