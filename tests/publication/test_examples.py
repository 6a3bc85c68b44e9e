"""An example others may copy names its obstacles, what was learnt, and whom they may ask."""

from datetime import UTC, datetime, timedelta

import pytest

from klimamosaik.measures.models import Lesson, Measure
from klimamosaik.measures.models.kinds import InvolvementRole
from klimamosaik.measures.models.phase import Phase
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.publication.models import Publication, PublicPage, PublishedKind
from klimamosaik.publication.operations import publish
from klimamosaik.publication.queries.known import Known
from klimamosaik.publication.queries.measures import public_measure
from klimamosaik.publication.queries.published import PublicItem, published_in
from klimamosaik.publication.queries.results import PublicMeasure
from klimamosaik.terms.complaint import InputRejected
from tests.measures.conftest import AT, answered_for, measure_in

pytestmark = pytest.mark.django_db
LEARNT = {"hypothesis": "a", "evidence": "b", "cause": "c", "advice": "d"}


@pytest.fixture
def town(db: None) -> Municipality:
    made = Municipality.objects.create(ags="03403000", name="Oldenburg")
    PublicPage.objects.create(
        municipality=made, publisher="Oldenburg", desk="Klima", email="k@o.example", on_since=AT
    )
    return made


def made_public(measure: Measure) -> None:
    item = PublicItem(PublishedKind.MEASURE, str(measure.pk))
    publish(municipality=measure.municipality, items=[item], by=None, at=AT)


def seen(measure: Measure, at: datetime = AT) -> PublicMeasure:
    return public_measure(Known(published_in(measure.municipality_id), at), measure.pk)


def example(town: Municipality) -> Measure:
    """A measure others may copy, all of it written down."""
    office = Organisation.objects.create(municipality=town, name="Klimabüro")
    measure = measure_in(town, phase=Phase.TRANSFER, obstacles="Vandalismus")
    Lesson.objects.create(measure=measure, day=AT.date(), **LEARNT)
    answered_for(measure, office)
    return measure


def test_a_transfer_that_lacks_all_of_it_is_not_published(town: Municipality) -> None:
    with pytest.raises(InputRejected) as refusal:
        made_public(measure_in(town, phase=Phase.TRANSFER))
    codes = [each.code for each in refusal.value.complaints]
    assert codes == ["half_an_example", "obstacles", "lesson", "expert", "organiser"]
    assert not Publication.objects.exists()


def test_one_thing_missing_is_enough_to_refuse(town: Municipality) -> None:
    measure = example(town)
    Measure.objects.update(obstacles="  ")
    with pytest.raises(InputRejected) as refusal:
        made_public(measure)
    assert [each.code for each in refusal.value.complaints] == ["half_an_example", "obstacles"]


def test_what_is_no_example_is_public_without_its_obstacles(town: Municipality) -> None:
    measure = measure_in(town, phase=Phase.PERMANENT, obstacles="Streit mit dem Pächter")
    made_public(measure)
    assert (seen(measure).example, seen(measure).obstacles) == (False, "")


def test_both_contacts_are_shown_as_functions_with_their_day(town: Municipality) -> None:
    measure = example(town)
    made_public(measure)
    found = seen(measure)
    assert (found.example, found.obstacles) == (True, "Vandalismus")
    told = [(each.role.de, each.desk, each.confirmed) for each in found.contacts]
    day = AT.date()
    assert told == [
        ("fachliche Ansprechperson", "Leitung Klimaschutz", day),
        ("organisatorische Ansprechperson", "Leitung Klimaschutz", day),
    ]


def test_who_leads_answers_where_nobody_is_named(town: Municipality) -> None:
    office = Organisation.objects.create(municipality=town, name="Klimabüro")
    measure = measure_in(town)
    measure.involvements.create(organisation=office, role=InvolvementRole.PARTNER)
    measure.involvements.create(organisation=office, role=InvolvementRole.LEAD)
    made_public(measure)
    assert [each.role.de for each in seen(measure).contacts] == ["verantwortlich"]


def test_contacts_nobody_confirms_for_a_year_end_the_example(town: Municipality) -> None:
    measure = example(town)
    made_public(measure)
    assert seen(measure, AT + timedelta(days=364)).example
    assert not seen(measure, datetime(2027, 3, 2, 9, tzinfo=UTC)).example
