"""Who has what to do with a measure, as a list names them."""

import re
from collections.abc import Iterator
from datetime import date

from klimamosaik.measures.lists.changes import RegisterRow, row
from klimamosaik.measures.lists.draft import Draft
from klimamosaik.measures.models import Involvement
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.sources.measure_lists.merging import normal
from klimamosaik.terms.complaint import problem
from klimamosaik.terms.text import Text

PERSON = re.compile(
    r"\b(?:Herrn?|Frau|Dr\.|Mrs?\.?|Ms\.?)\s|^[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?,?\s"
    r"[A-ZÄÖÜ][a-zäöüß]+$"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def involvements(draft: Draft) -> Iterator[RegisterRow | None]:
    """Who leads, takes part, operates, pays and answers questions."""
    listed = draft.listed
    pairs = [
        (InvolvementRole.LEAD, leads(draft)),
        (InvolvementRole.PARTNER, listed.partners or ()),
        (InvolvementRole.OPERATOR, (listed.operator,) if listed.operator else ()),
        (InvolvementRole.PAYER, (listed.payer,) if listed.payer else ()),
    ]
    for role, names in pairs:
        for name in names:
            yield _involvement(draft, role, name)
    yield _contact(draft, InvolvementRole.EXPERT, listed.contact, listed.contact_confirmed)
    yield _contact(draft, InvolvementRole.ORGANISER, listed.organiser, listed.organiser_confirmed)


def leads(draft: Draft) -> tuple[str, ...]:
    """Names of the organisations that lead."""
    text = draft.listed.responsible or ""
    split = r"\n" if draft.own else r"[\n;|]|\s/\s"
    return tuple(part.strip() for part in re.split(split, text) if part.strip(" -–"))


def _involvement(draft: Draft, role: InvolvementRole, name: str) -> RegisterRow | None:
    if len(name) > 160:
        draft.note(role.text.de, name)
        return None
    organisation = draft.stored.organisation(name)
    known = None if draft.new else _known_part(draft, role, organisation.name)
    if known is not None:
        return None
    part = Involvement(measure=draft.measure, organisation=organisation, role=role)
    what = Text("{role}: {name}", "{role}: {name}").format(role=role.text, name=organisation.name)
    return RegisterRow(part, what, (), True)


def _known_part(draft: Draft, role: InvolvementRole, name: str) -> Involvement | None:
    return next(
        (
            each
            for each in draft.measure.involvements.all()
            if each.role == role and normal(each.organisation.name) == normal(name)
        ),
        None,
    )


def _contact(
    draft: Draft, role: InvolvementRole, told: str | None, confirmed: date | None
) -> RegisterRow | None:
    """A desk, never a person's name (who changes jobs takes the name along)."""
    text = " ".join((told or "").split())
    if not text:
        return None
    desk = EMAIL.sub("", text).strip(" ,;:")
    if PERSON.search(desk) or len(desk) > 120:
        draft.say(PERSON_LEFT_OUT)
        return None
    part = _answering(draft, role)
    if part is None:
        draft.note(role.text.de, desk)
        return None
    values: dict[str, object] = {"desk": desk}
    if confirmed is not None:
        values["confirmed_on"] = confirmed
    return row(part, role.text, **values)


def _answering(draft: Draft, role: InvolvementRole) -> Involvement | None:
    """Who answers: the contact there is, else who leads; None where nobody does.

    Our own workbook names one contact a role, whoever's it is.
    """
    leading = next(iter(leads(draft)), None)
    known: list[Involvement] = []
    if not draft.new:
        known = [each for each in draft.measure.involvements.all() if each.role == role]
    if known and draft.own:
        return known[0]
    if leading is None:
        return None
    organisation = draft.stored.organisation(leading)
    part = None if draft.new else _known_part(draft, role, organisation.name)
    return part or Involvement(measure=draft.measure, organisation=organisation, role=role)


PERSON_LEFT_OUT = problem(
    "person_left_out",
    "Der Kontakt sieht nach dem Namen einer Person aus und wird nicht gespeichert. "
    "Bitte die Funktion nennen, z. B. „Leitung Klimaschutz“.",
    "The contact looks like a person's name and is not stored. "
    "Please name the function, e.g. “head of climate office”.",
)
