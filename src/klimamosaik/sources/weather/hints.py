"""What a person says of a weather file where it does not say it itself."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class WeatherHints:
    """Corrections of one weather file; None leaves what the file says."""

    timezone: str | None = None  # IANA name of stamps without an offset
    stamp: Literal["start", "end"] | None = None  # what a stamp marks of its interval
    unit: str | None = None  # "°C", "°F" or "K"
    station: str | None = None  # name, where the file names none
    accepted: tuple[str, ...] = ()  # codes of questions answered "yes, it is so"


NO_HINTS = WeatherHints()
