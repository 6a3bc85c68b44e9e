"""Languages somebody added as a file of sentences: known to Django, with their own name."""

from pathlib import Path

from babel import Locale
from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale

from klimamosaik.terms.languages import load_languages


def further_languages(folder: Path) -> list[tuple[str, str]]:
    """Code and name of every language that has a file in the folder."""
    return [(code, made_known(code, folder)) for code in load_languages(folder)]


def made_known(code: str, folder: Path) -> str:
    """Tell Django of a language it may not know; returns the language's own name.

    Django offers only languages it has messages of its own in, be they none at all.
    """
    locale = Locale.parse(code, sep="-")
    name = locale.get_display_name() or code
    facts = {"bidi": locale.text_direction == "rtl", "code": code, "name": name}
    LANG_INFO.setdefault(code, facts | {"name_local": name})
    messages = folder / to_locale(code) / "LC_MESSAGES" / "django.mo"
    if not messages.exists():
        from babel.messages.catalog import Catalog  # only where there is such a language
        from babel.messages.mofile import write_mo

        messages.parent.mkdir(parents=True, exist_ok=True)
        with messages.open("wb") as file:
            write_mo(file, Catalog(locale=code))
    return name
