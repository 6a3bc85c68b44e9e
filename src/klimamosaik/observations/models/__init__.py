"""What is measured where, the readings, and the deliveries that brought them."""

from klimamosaik.observations.models.bills import Bill
from klimamosaik.observations.models.datastreams import (
    COMPLEX,
    MEASUREMENT,
    OM,
    SUMMED,
    Datastream,
    DatastreamPart,
    Quantity,
)
from klimamosaik.observations.models.deliveries import DataVersion, Delivery
from klimamosaik.observations.models.readings import (
    Chunk,
    ConfirmedReadings,
    Latest,
    Revision,
    YearOfDays,
)
from klimamosaik.observations.models.remembered import RememberedCorrections
from klimamosaik.observations.models.sensing import (
    FeatureOfInterest,
    HistoricalLocation,
    Location,
    ObservedProperty,
    Sensor,
    Thing,
)
