"""Anything a program may send gets an answer of the description, or a clear refusal."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.parameters import ParameterLocation

from klimamosaik.publication.queries.figures.every import figure_keys
from klimamosaik.publication.queries.known import Known

pytestmark = pytest.mark.long

PLAIN = {"Accept-Encoding": "identity"}  # schemathesis unpacks nothing
EXAMPLES = 4  # of each route in each mode
bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described() -> Any:
    """The interface as its own description tells it."""
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", get_wsgi_application(), headers={**PLAIN, "Host": "localhost"}
    )


def at_home(case: Case[Any], real: Mapping[str, list[str]], data: st.DataObject) -> None:
    """Mostly ask for what is there, or nothing but refusals would be seen."""
    part = case.meta.components.get(ParameterLocation.PATH) if case.meta else None
    if part is None or part.mode is GenerationMode.NEGATIVE:
        return
    for name in case.path_parameters.keys() & real.keys():
        if data.draw(st.integers(0, 3)):
            case.path_parameters[name] = data.draw(st.sampled_from(real[name]))


def possible(case: Case[Any]) -> None:
    """Take out what no description can say: whose a cursor is, and that spans run forwards."""
    case.query.pop("cursor", None)
    ends = [str(case.query.get(name, "")) for name in ("von", "bis")]
    if all(ends) or any(end.endswith(("-29", "-30", "-31")) for end in ends):
        case.query.pop("bis", None)
        case.query["von"] = ends[0][:4]


def probe(
    operation: Any, mode: GenerationMode, real: Mapping[str, list[str]], seen: Counter[int]
) -> None:
    """Ask one route in many ways; whatever it answers stands in its description."""

    @bounded
    @given(data=st.data())
    def answered(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        at_home(case, real, data)
        if mode is GenerationMode.POSITIVE:
            possible(case)
        response = case.call(headers={**PLAIN, "Host": "localhost"})
        case.validate_response(response)
        seen[response.status_code] += 1

    answered()


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_route_answers_as_described(
    known: Known, described: Any, mode: GenerationMode
) -> None:
    real = {
        "ags": [known.town.ags],
        "key": list(figure_keys(known)),
        "id": ["1", "2", "3"],
        "year": ["2023"],
    }
    seen: Counter[int] = Counter()
    for found in described.get_all_operations():
        probe(found.ok(), mode, real, seen)
    assert seen[200] > 20 or mode is GenerationMode.NEGATIVE
    assert seen.keys() <= {200, 400, 404, 405, 410}
    print(seen)
