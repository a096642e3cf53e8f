"""Which drafts the demo office has: one row each, in the order in which they are loaded.

The first dozen is a good office by itself, for quick tests. Ages are chosen so that on the day
of the demo some terms are near, some are over and some acts are long published.
"""

from __future__ import annotations

from dataclasses import dataclass

from registry.contract import DraftState, DraftType, Script

Q, F, K = DraftType.DECISION, DraftType.ORDER, DraftType.COUNCIL
LATIN, CYRILLIC = Script.LATIN, Script.CYRILLIC

_MANY = (
    "programme",
    "group",
    "objects",
    "money",
    "schedule",
    "regulation",
    "targets",
    "equipment",
    "report",
    "duty",
    "land",
    "citizens",
)
"""All twelve kinds of annexes."""


@dataclass(frozen=True)
class DraftPlan:
    """One draft.

    ``annexes`` has one tuple of kinds per version, ``hours`` is how long ago the last round went
    out (or, without rounds, the draft was written), ``asked`` how many organisations.
    """

    matter: str
    type: DraftType
    script: Script
    state: DraftState
    annexes: tuple[tuple[str, ...], ...]
    asked: int = 0
    hours: int = 24
    silent: int = 0
    waiting: int = 0
    token: bool = False
    """The demo's second token is asked and has not answered."""
    extra: int = 4
    body: tuple[str, int] | None = None
    rows: int = 14
    acting: bool = False
    """Signed, or to be signed, by the acting hokim."""
    remarks: int = 0

    @property
    def rounds(self) -> int:
        """Rounds of agreement: one per version, none before the first is sent."""
        if self.asked == 0:
            return 0
        return len(self.annexes) - (1 if self.state is DraftState.DRAFT else 0)


_S = DraftState

PLANS: tuple[DraftPlan, ...] = (
    # The first dozen: what the tests and the demo begin with.
    DraftPlan(
        "heating",
        Q,
        LATIN,
        _S.READY_TO_SIGN,
        (("programme", "group"),),
        9,
        90,
        silent=1,
        extra=10,
        body=("targets", 8),
    ),
    DraftPlan(
        "flood",
        Q,
        CYRILLIC,
        _S.READY_TO_SIGN,
        (("programme", "equipment"), ("programme", "group", "equipment")),
        6,
        100,
        extra=4,
        remarks=2,
    ),
    DraftPlan(
        "roads",
        Q,
        LATIN,
        _S.READY_TO_SIGN,
        (("objects", "money", "schedule", "targets"),),
        44,
        110,
        silent=5,
        extra=5,
        rows=40,
        remarks=1,
    ),
    DraftPlan("holiday", F, LATIN, _S.READY_TO_SIGN, ((),), 5, 80, extra=1),
    DraftPlan(
        "schools",
        Q,
        LATIN,
        _S.IN_AGREEMENT,
        (("objects", "programme", "money"),),
        12,
        20,
        waiting=4,
        token=True,
        rows=30,
    ),
    DraftPlan(
        "water",
        Q,
        CYRILLIC,
        _S.IN_AGREEMENT,
        (("objects", "schedule"),),
        10,
        88,
        silent=2,
        waiting=3,
        token=True,
        body=("objects", 25),
    ),
    DraftPlan(
        "budget",
        K,
        CYRILLIC,
        _S.READY_TO_SIGN,
        (("money", "targets", "regulation"),),
        7,
        95,
        body=("money", 18),
    ),
    DraftPlan("land", Q, LATIN, _S.PUBLISHED, (("land",),), 6, 700, body=("land", 40)),
    DraftPlan(
        "kindergartens",
        Q,
        LATIN,
        _S.IN_AGREEMENT,
        (("objects", "programme"), ("objects", "money", "programme")),
        8,
        64,
        waiting=2,
        token=True,
        remarks=2,
    ),
    DraftPlan("families", Q, LATIN, _S.RETURNED, (("citizens",),), 5, 60, rows=60, remarks=1),
    DraftPlan("emergency", F, CYRILLIC, _S.DRAFT, (("group",),), extra=1),
    DraftPlan(
        "youth",
        K,
        LATIN,
        _S.REGISTERED,
        (("programme", "targets"),),
        9,
        150,
        body=("programme", 30),
        extra=8,
    ),
    # The rest, by state.
    DraftPlan("reception", F, LATIN, _S.DRAFT, ((),), hours=3, extra=0),
    DraftPlan(
        "lighting", Q, CYRILLIC, _S.DRAFT, (("objects",), ("objects", "money")), 6, 120, remarks=1
    ),
    DraftPlan("session", K, LATIN, _S.DRAFT, (("schedule",),), hours=50, body=("programme", 40)),
    DraftPlan("waste", Q, LATIN, _S.DRAFT, (("programme", "equipment"),), hours=9, extra=4),
    DraftPlan(
        "harvest",
        Q,
        CYRILLIC,
        _S.IN_AGREEMENT,
        (("programme", "equipment", "duty"),),
        16,
        6,
        waiting=12,
        token=True,
        rows=28,
    ),
    DraftPlan(
        "employment",
        Q,
        LATIN,
        _S.IN_AGREEMENT,
        (("programme",),),
        7,
        70,
        waiting=1,
        token=True,
    ),
    DraftPlan("health", Q, LATIN, _S.IN_AGREEMENT, (("objects", "programme"),), 11, 30, waiting=5),
    DraftPlan(
        "streets",
        K,
        CYRILLIC,
        _S.IN_AGREEMENT,
        (("objects",),),
        6,
        48,
        waiting=2,
        rows=80,
        body=("objects", 150),
    ),
    DraftPlan(
        "privatisation",
        Q,
        LATIN,
        _S.IN_AGREEMENT,
        (
            ("objects", "programme", "regulation"),
            ("programme", "objects", "regulation", "report"),
            ("programme", "objects", "regulation"),
        ),
        14,
        40,
        waiting=6,
        token=True,
        rows=45,
        remarks=3,
        body=("objects", 70),
        extra=9,
    ),
    DraftPlan("green", F, LATIN, _S.RETURNED, (("targets",),), 8, 75, extra=1),
    DraftPlan(
        "water",
        Q,
        LATIN,
        _S.RETURNED,
        (("objects", "equipment"), ("objects",)),
        10,
        80,
        rows=25,
        remarks=2,
    ),
    DraftPlan("records", F, CYRILLIC, _S.AGREED, (("regulation",),), 4, 74),
    DraftPlan(
        "roads",
        Q,
        CYRILLIC,
        _S.AGREED,
        (("objects", "schedule"),),
        13,
        85,
        silent=3,
        body=("objects", 130),
    ),
    DraftPlan(
        "waste",
        K,
        LATIN,
        _S.AGREED,
        (("programme", "targets"),),
        12,
        90,
        silent=1,
        body=("programme", 70),
        extra=8,
    ),
    DraftPlan(
        "duty",
        F,
        LATIN,
        _S.DEPUTY_REVIEW,
        (("duty",),),
        3,
        96,
        rows=40,
        extra=0,
        body=("targets", 11),
    ),
    DraftPlan(
        "health",
        Q,
        CYRILLIC,
        _S.DEPUTY_REVIEW,
        (("objects", "equipment"), ("objects", "equipment", "money")),
        9,
        110,
    ),
    DraftPlan(
        "lighting",
        Q,
        LATIN,
        _S.LEGAL_REVIEW,
        (("objects", "money"),),
        8,
        120,
        remarks=2,
        body=("objects", 300),
    ),
    DraftPlan(
        "land",
        Q,
        CYRILLIC,
        _S.LEGAL_REVIEW,
        (("land", "regulation"),),
        11,
        130,
        silent=2,
        rows=120,
    ),
    DraftPlan(
        "schools",
        Q,
        CYRILLIC,
        _S.READY_TO_SIGN,
        (_MANY,),
        26,
        140,
        silent=3,
        extra=9,
        body=("objects", 110),
        rows=30,
    ),
    DraftPlan("duty", F, CYRILLIC, _S.READY_TO_SIGN, (("duty", "group"),), 3, 82, extra=1),
    DraftPlan(
        "land",
        Q,
        LATIN,
        _S.READY_TO_SIGN,
        ((),),
        9,
        92,
        body=("land", 1390),
        extra=3,
    ),
    DraftPlan(
        "employment",
        Q,
        CYRILLIC,
        _S.READY_TO_SIGN,
        (("programme", "group"), ("programme", "targets", "group"), ("programme", "targets")),
        18,
        98,
        silent=1,
        extra=12,
    ),
    DraftPlan("youth", K, CYRILLIC, _S.READY_TO_SIGN, (("programme",),), 10, 104, silent=2),
    DraftPlan(
        "families", Q, CYRILLIC, _S.READY_TO_SIGN, (("citizens",),), 4, 86, rows=420, extra=0
    ),
    DraftPlan(
        "privatisation",
        Q,
        CYRILLIC,
        _S.SIGNED,
        (("objects", "programme"),),
        15,
        140,
        body=("objects", 45),
    ),
    DraftPlan(
        "green",
        Q,
        LATIN,
        _S.SIGNED,
        (("targets", "equipment", "schedule"),),
        12,
        150,
        body=("targets", 11),
        extra=12,
    ),
    DraftPlan(
        "harvest", Q, LATIN, _S.REGISTERED, (("programme", "equipment"),), 20, 300, silent=4
    ),
    DraftPlan("reception", F, CYRILLIC, _S.REGISTERED, ((),), 3, 200, extra=1, acting=True),
    DraftPlan(
        "heating",
        Q,
        CYRILLIC,
        _S.REGISTERED,
        (("programme",),),
        8,
        260,
        acting=True,
        body=("objects", 400),
    ),
    DraftPlan(
        "kindergartens",
        Q,
        CYRILLIC,
        _S.PUBLISHED,
        (("objects", "money"), ("objects",)),
        12,
        900,
        body=("objects", 220),
    ),
    DraftPlan(
        "flood",
        Q,
        LATIN,
        _S.PUBLISHED,
        (("programme", "group", "objects", "equipment", "duty", "regulation", "report"),),
        31,
        2400,
        silent=6,
        rows=35,
    ),
    DraftPlan("holiday", F, CYRILLIC, _S.PUBLISHED, (("programme",),), 6, 2000, extra=0),
    DraftPlan("budget", K, LATIN, _S.PUBLISHED, (("money",),), 8, 1500, body=("money", 60)),
    DraftPlan("emergency", F, LATIN, _S.PUBLISHED, (("group", "regulation"),), 5, 3000, extra=0),
    DraftPlan("privatisation", Q, LATIN, _S.REJECTED, (("objects",),), 7, 400, rows=20),
    DraftPlan(
        "streets", K, LATIN, _S.REJECTED, (("objects",),), 5, 500, remarks=1, body=("objects", 500)
    ),
    DraftPlan("waste", Q, CYRILLIC, _S.REVOKED, (("programme", "targets"),), 9, 4000, silent=1),
    DraftPlan("green", F, CYRILLIC, _S.REVOKED, (("targets",),), 4, 3500, extra=0),
)
