"""What functions and operators take and what they give."""

from dataclasses import dataclass

from klimamosaik.sensorthings.language.vocabulary import (
    ANY,
    BOOLEAN,
    CLOCK,
    DURATION,
    GEOMETRY,
    MOMENT,
    NUMBER,
    SPAN,
    TEXT,
)

TIMES = frozenset({MOMENT, SPAN})
WORDS = frozenset({TEXT, ANY, NUMBER})  # numbers are read as they are written
NUMBERS = frozenset({NUMBER, ANY})
SHAPES = frozenset({GEOMETRY})


@dataclass(frozen=True)
class Signature:
    """The kinds each argument may have, and the kind that is given back."""

    takes: tuple[frozenset[str], ...]
    gives: str
    fewest: int | None = None  # arguments; None: all


COMPARISONS = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})
TEMPORAL = frozenset({"before", "after", "meets", "during", "overlaps", "starts", "finishes"})
ARITHMETIC = frozenset({"add", "sub", "mul", "div", "mod"})
TOPOLOGY = (  # st_…
    "equals",
    "disjoint",
    "touches",
    "within",
    "overlaps",
    "crosses",
    "intersects",
    "contains",
)
PARTS_OF_MOMENT = (
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "fractionalseconds",
    "totaloffsetminutes",
)
FUNCTIONS = {
    **{
        name: Signature((WORDS, WORDS), BOOLEAN)
        for name in ("substringof", "startswith", "endswith", "contains")
    },
    "length": Signature((WORDS,), NUMBER),
    "indexof": Signature((WORDS, WORDS), NUMBER),
    "substring": Signature((WORDS, NUMBERS, NUMBERS), TEXT, fewest=2),
    "tolower": Signature((WORDS,), TEXT),
    "toupper": Signature((WORDS,), TEXT),
    "trim": Signature((WORDS,), TEXT),
    "concat": Signature((WORDS, WORDS), TEXT),
    **{name: Signature((TIMES,), NUMBER) for name in PARTS_OF_MOMENT},
    "date": Signature((TIMES,), MOMENT),
    "time": Signature((TIMES,), CLOCK),
    **{name: Signature((), MOMENT) for name in ("now", "mindatetime", "maxdatetime")},
    **{name: Signature((NUMBERS,), NUMBER) for name in ("round", "floor", "ceiling")},
    "geo.distance": Signature((SHAPES, SHAPES), NUMBER),
    "geo.length": Signature((SHAPES,), NUMBER),
    "geo.intersects": Signature((SHAPES, SHAPES), BOOLEAN),
    **{f"st_{name}": Signature((SHAPES, SHAPES), BOOLEAN) for name in TOPOLOGY},
    "st_relate": Signature((SHAPES, SHAPES, frozenset({TEXT})), BOOLEAN),
    **{name: Signature((TIMES, TIMES), BOOLEAN) for name in TEMPORAL},
    "during": Signature((TIMES, frozenset({SPAN})), BOOLEAN),  # nothing lasts during a moment
}
SHIFTS = {  # a time, a duration -> what comes of it
    ("add", MOMENT, DURATION): MOMENT,
    ("sub", MOMENT, DURATION): MOMENT,
    ("add", DURATION, MOMENT): MOMENT,
    ("add", SPAN, DURATION): SPAN,
    ("sub", SPAN, DURATION): SPAN,
    ("sub", MOMENT, MOMENT): DURATION,
    ("add", DURATION, DURATION): DURATION,
    ("sub", DURATION, DURATION): DURATION,
    ("mul", DURATION, NUMBER): DURATION,
    ("mul", NUMBER, DURATION): DURATION,
    ("div", DURATION, NUMBER): DURATION,
}
