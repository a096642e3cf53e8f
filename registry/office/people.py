"""The cast of the demo office; every person and every number is invented.

PINFLs begin with ten ones and STIRs with ``200000``, so that nobody takes them for real. The
two people for whom the demo makes tokens are :data:`HOKIM` and :data:`TOKEN_OFFICER`.
"""

from __future__ import annotations

import random
from functools import cache

from registry.contract import Role
from registry.office.transliterate import TURNED
from registry.office.wording import organisations, personal_names
from registry.seeds import SeedPerson
from signing.statement import Authority, Officer, Organisation, SignerRole

REGION = "Namuna viloyati"
PLACE = "Oydinkoʻl shahri"
REGION_INDEX = 99

HOKIMIYAT = Organisation("200000001", f"{REGION} hokimligi")
COUNCIL = Organisation("200000002", f"Xalq deputatlari {REGION} Kengashi")
JUSTICE_BODY = Organisation("200000003", f"{REGION} Adliya boshqarmasi")

HOKIM_AUTHORITY = Authority(HOKIMIYAT.name, HOKIMIYAT.stir, REGION_INDEX, 0)
COUNCIL_AUTHORITY = Authority(COUNCIL.name, COUNCIL.stir, REGION_INDEX, 0)


def _person(
    number: int, name: str, post: str, *roles: Role, organisation: Organisation = HOKIMIYAT
) -> SeedPerson:
    return SeedPerson(name, post, f"1111111111{number:04d}", organisation.stir, roles)


HOKIM = _person(1, "Namunov Alisher Baxtiyor oʻgʻli", "Viloyat hokimi", Role.HOKIM)
"""Signs with the demo's first token."""
ACTING_HOKIM = _person(
    2,
    "Misolov Gʻayrat Sobir oʻgʻli",
    "Viloyat hokimining birinchi oʻrinbosari",
    Role.ACTING_HOKIM,
    Role.DEPUTY,
)
DEPUTY = _person(
    3, "Ravshanzodov Botir Murod oʻgʻli", "Viloyat hokimining oʻrinbosari", Role.DEPUTY
)
LEGAL = _person(4, "Yulduzova Nargiza Olim qizi", "Yuridik xizmat boshligʻi", Role.LEGAL)
CLERK = _person(5, "Bahorova Lola Yusuf qizi", "Devonxona mudiri", Role.CLERK)
DRAFTERS = (
    _person(6, "Sinovov Jasur Hamid oʻgʻli", "Bosh mutaxassis", Role.DRAFTER),
    _person(7, "Gulzorova Malika Tohir qizi", "Yetakchi mutaxassis", Role.DRAFTER),
    _person(8, "Karvonov Shoʻhrat Ergash oʻgʻli", "Sektor mudiri", Role.DRAFTER),
)
COUNCIL_CHAIR = _person(
    9, "Chinorov Ulugʻbek Qodir oʻgʻli", "Kengash raisi", Role.COUNCIL_CHAIR, organisation=COUNCIL
)
COUNCIL_DRAFTER = _person(
    10, "Mezonova Saodat Ibrohim qizi", "Kengash kotibi", Role.DRAFTER, organisation=COUNCIL
)
JUSTICE = _person(
    11,
    "Andozayev Sherzod Doniyor oʻgʻli",
    "Boshqarma boshligʻi",
    Role.JUSTICE,
    organisation=JUSTICE_BODY,
)

INTERESTED = tuple(
    Organisation(f"{200000101 + index}", entry.name) for index, entry in enumerate(organisations())
)
TOKEN_ORGANISATION = INTERESTED[0]
TOKEN_OFFICER = _person(
    101,
    "Toʻlqinov Davron Alisher oʻgʻli",
    organisations()[0].post,
    Role.OFFICER,
    organisation=TOKEN_ORGANISATION,
)
"""Agrees with the demo's second token; has only answers that are still to be given."""
PREDECESSOR = Officer("Lolazorov Kamol Yusuf oʻgʻli", organisations()[0].post, "11111111110999")
"""Who answered for :data:`TOKEN_ORGANISATION` before; no longer in office."""


@cache
def officers() -> tuple[SeedPerson, ...]:
    """Return one officer for each of :data:`INTERESTED`, the token's first."""
    pick = random.Random(218)  # noqa: S311 - invented names, no secrets
    found = [TOKEN_OFFICER]
    taken = {TOKEN_OFFICER.name}
    for index, (organisation, entry) in enumerate(
        zip(INTERESTED[1:], organisations()[1:], strict=True)
    ):
        name = invented_name(pick)
        while name in taken:
            name = invented_name(pick)
        taken.add(name)
        found.append(
            _person(102 + index, name, entry.post, Role.OFFICER, organisation=organisation)
        )
    return tuple(found)


def people() -> tuple[SeedPerson, ...]:
    """Return everybody who has a place in the registry."""
    staff = (HOKIM, ACTING_HOKIM, DEPUTY, LEGAL, CLERK, *DRAFTERS)
    return (*staff, COUNCIL_CHAIR, COUNCIL_DRAFTER, JUSTICE, *officers())


def all_organisations() -> tuple[Organisation, ...]:
    """Return the hokimiyat, the council, the justice body and everybody who is asked."""
    return (HOKIMIYAT, COUNCIL, JUSTICE_BODY, *INTERESTED)


def invented_name(pick: random.Random) -> str:
    """Return a surname, a name and a father's name, of a man or a woman."""
    names = personal_names()
    surname, father = pick.choice(names.surnames), pick.choice(names.fathers)
    if pick.random() < 0.3:
        return f"{surname}a {pick.choice(names.women)} {father} qizi"
    return f"{surname} {pick.choice(names.men)} {father} oʻgʻli"


def initials(name: str) -> str:
    """Return ``I. Familiya`` of a full name; digraphs such as Sh and Oʻ are one letter."""
    surname, given = name.split()[:2]
    digraph = given[:2].lower() in {"sh", "ch", "yo", "yu", "ya"} or given[1:2] == TURNED
    return f"{given[: 2 if digraph else 1]}. {surname}"


def signer_role(person: SeedPerson, role: Role) -> SignerRole:
    """Return ``person`` as the one who is to sign in ``role``."""
    post = "Viloyat hokimi v.b." if role is Role.ACTING_HOKIM else person.post
    return SignerRole(person.name, person.pinfl, person.organisation, str(role), post)
