"""Why a setting cannot be taken, and what is allowed instead."""

from collections.abc import Iterable
from urllib.parse import SplitResult

from klimamosaik.terms.complaint import ReasonedRefusal
from klimamosaik.terms.text import Text, joined

PREFIX = "KLIMAMOSAIK_"


class SettingRefused(ReasonedRefusal):
    """A setting that cannot be taken; the text says which, why, and what is allowed."""


def starts_with(name: str, url: SplitResult, allowed: Text) -> SettingRefused:
    """The refusal of an address of another kind; more of it might be a password."""
    begins = url.scheme or NOTHING
    return SettingRefused(STARTS.format(name=name, text=begins, allowed=allowed))


def forms_of(schemes: Iterable[str]) -> Text:
    """The addresses of servers that are allowed."""
    return joined((SERVER.format(scheme=scheme) for scheme in schemes), ", ")


UNKNOWN = Text(
    "{name} ist keine Einstellung. Es gibt: {allowed}.",
    "{name} is not a setting. There are: {allowed}.",
)
MEANT = Text(
    "{name} ist keine Einstellung. Ist {meant} gemeint? Es gibt: {allowed}.",
    "{name} is not a setting. Is {meant} meant? There are: {allowed}.",
)
NO_NUMBER = Text(
    "{name} ist „{text}“: Erlaubt ist eine ganze Zahl von {low} bis {high}.",
    "{name} is “{text}”: a whole number from {low} to {high} is allowed.",
)
NO_HOST = Text(
    "{name} enthält „{text}“: Erlaubt sind Namen wie klima.example.org, mit Komma dazwischen, ohne "
    "https:// und ohne Port.",
    "{name} has “{text}”: names like klima.example.org are allowed, with commas between, without "
    "https:// and without a port.",
)
NO_ADDRESS = Text(
    "{name} ist nicht als Adresse lesbar. Im Namen oder Passwort eines Benutzers steht % als %25, "
    "/ als %2F, # als %23, ? als %3F, : als %3A und @ als %40.",
    "{name} cannot be read as an address. In a user's name or password write % as %25, / as %2F, "
    "# as %23, ? as %3F, : as %3A and @ as %40.",
)
NOT_PUBLIC = Text(
    "{name} ist „{text}“: Erlaubt ist eine Adresse wie https://klima.example.org, ohne Pfad.",
    "{name} is “{text}”: an address like https://klima.example.org is allowed, without a path.",
)
NO_NETWORK = Text(
    "{name} ist „{text}“: Erlaubt sind Adressen wie 127.0.0.1 oder 10.0.0.0/24, mit Komma "
    "dazwischen.",
    "{name} is “{text}”: addresses like 127.0.0.1 or 10.0.0.0/24 are allowed, with commas between.",
)
NO_BROKER = Text("{name}: {why}", "{name}: {why}")
NOT_ONE_OF = Text(
    "{name} ist „{text}“: Erlaubt sind {allowed}.", "{name} is “{text}”: allowed are {allowed}."
)
NOT_WRITABLE = Text(
    "{name} ist „{data}“, was sich nicht beschreiben lässt ({error}): Bitte nennen Sie einen "
    "Ordner, bei dem das geht.",
    "{name} is “{data}”, which cannot be written ({error}): name a folder that can.",
)
KEY_UNREADABLE = Text(
    "Die Datei {path} (Schlüssel der Anmeldungen) lässt sich nicht lesen ({error}): Bitte geben "
    "Sie sie dem Konto, unter dem Klimamosaik läuft (chown klimamosaik {path}).",
    "The file {path} (key of the sessions) cannot be read ({error}): please give it to the account "
    "Klimamosaik runs as (chown klimamosaik {path}).",
)
KEY_EMPTY = Text(
    "Die Datei {path} (Schlüssel der Anmeldungen) ist leer: Bitte legen Sie sie aus einer "
    "Sicherung zurück. Ohne Sicherung löschen Sie sie: Dann melden sich alle neu an, und "
    "Passwörter von Datenquellen sind neu einzutragen.",
    "The file {path} (key of the sessions) is empty: please put it back from a backup. Without one "
    "delete it: everybody logs in again then, and passwords of sources are entered anew.",
)
NO_BACKUP_FOLDER = Text(
    "{name} ist „{text}“: Erlaubt ist ein Ordner mit seinem ganzen Pfad außerhalb von {data}, am "
    "besten auf einer anderen Festplatte.",
    "{name} is “{text}”: a folder by its whole path and outside of {data} is allowed, best on "
    "another disk.",
)
NOTHING = Text("nichts", "nothing")
SERVER = Text("{scheme}://NAME:PASSWORT@RECHNER:PORT", "{scheme}://USER:PASSWORD@HOST:PORT")
STARTS = Text(
    "{name} beginnt mit „{text}“: Erlaubt sind {allowed}.",
    "{name} starts with “{text}”: allowed are {allowed}.",
)
NO_SENDER = Text(
    "{name} ist „{text}“: Mit {mail} muss dort eine Adresse wie klima@example.org stehen, ohne "
    "keine.",
    "{name} is “{text}”: an address like klima@example.org is needed with {mail}, and none "
    "without.",
)
