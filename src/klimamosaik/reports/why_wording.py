"""The words for a model and a reading on the page "Warum?"."""

from klimamosaik.terms.text import Text

METHODS = {
    "daily": Text(
        "Tageswerte nach Wetter, Wochentag und Jahreszeit", "days by weather, weekday and season"
    ),
    "hourly": Text(
        "Stundenwerte nach Wetter und Wochenstunde", "hours by weather and time of week"
    ),
    "bills": Text("Monatswerte oder Rechnungen nach Wetter", "months or bills by weather"),
    "sum of meters": Text("Summe der Zähler", "sum of the meters"),
}
LEARNT_WITH = {
    "daily": Text("Temperatur und Wochentage", "temperature and days of the week"),
    "hourly": Text("Temperatur und Stunde der Woche", "temperature and hour of the week"),
}
LEARNT = Text(
    "Aus dem Verbrauch vor der Maßnahme wurde gelernt, wie das Gebäude auf {what} reagiert.",
    "From the use before the measure it was learnt how the building responds to {what}.",
)
TEMPERATURE = Text("Temperatur", "temperature")  # all that months and bills can show
MODELS = {
    "constant": Text("ohne Einfluss des Wetters", "without influence of the weather"),
    "heating": Text("mit Heizgrenze", "with a heating limit"),
    "cooling": Text("mit Kühlgrenze", "with a cooling limit"),
    "heating_cooling": Text("mit Heiz- und Kühlgrenze", "with heating and cooling limits"),
}
MADE_AND_FORM = Text("{made}, {form}", "{made}, {form}")


def method_named(method: str) -> Text:
    """The way an effect was computed; its own name where nobody wrote one down."""
    return METHODS.get(method, Text(method, method))


def learnt_by(method: str) -> Text:
    """What the model learnt the use by: months know no days of the week."""
    return LEARNT.format(what=LEARNT_WITH.get(method, TEMPERATURE))


def kind_of(method: str, form: str) -> Text:
    """The model in words: what it is made of, and its form where it has one."""
    made, shaped = method_named(method), MODELS.get(form)
    return made if shaped is None else MADE_AND_FORM.format(made=made, form=shaped)
