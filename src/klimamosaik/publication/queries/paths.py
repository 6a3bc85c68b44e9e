"""Addresses of what is public: they stay as they are, whatever things are called later."""

from klimamosaik.terms.text import Language

SENSORS = "/sensorthings/v1.1"  # the interface of the sensor standard, for programs
ROOT = {"de": "/klima", "en": "/en/klima"}


def towns_path(language: Language = "de") -> str:
    """The page that names all municipalities."""
    return f"{ROOT.get(language, ROOT['de'])}/"


def page_path(ags: str, below: str = "", language: Language = "de") -> str:
    """A page of a municipality; `below` as "massnahmen/12/"."""
    return f"{ROOT.get(language, ROOT['de'])}/{ags}/{below}"


def measure_path(ags: str, pk: object, language: Language = "de") -> str:
    """A measure's page."""
    return page_path(ags, f"massnahmen/{pk}/", language)


def building_path(ags: str, pk: object, language: Language = "de") -> str:
    """A building's page."""
    return page_path(ags, f"gebaeude/{pk}/", language)


def figure_path(ags: str, key: str, suffix: str = "/", language: Language = "de") -> str:
    """A figure's page, or with a suffix like ".csv" a file of it."""
    return page_path(ags, f"zahlen/{key}{suffix}", language)
