"""The nouns of the register of measures."""

from klimamosaik.measures.lists.models import (
    ListChange,
    ListDelivery,
    MeasureNote,
    RememberedListHints,
    StatedEffect,
)
from klimamosaik.measures.models.adaptation import AdaptationTarget
from klimamosaik.measures.models.chain import Indicator, IndicatorValue
from klimamosaik.measures.models.experience import Experience
from klimamosaik.measures.models.happening import Happened
from klimamosaik.measures.models.involvement import Involvement, StatusReport, Task
from klimamosaik.measures.models.life import Lesson, Step
from klimamosaik.measures.models.measure import Gate, Measure, Network, Register
from klimamosaik.measures.models.money import CostLine
