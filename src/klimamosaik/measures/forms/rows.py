"""Small forms for all that hangs on a measure: one row each."""

from typing import Any

from django import forms

from klimamosaik.measures.forms.fields import (
    KINDS,
    SHORT,
    WHOLE,
    WithOrganisation,
    amount,
    choice,
    day_widget,
    number,
)
from klimamosaik.measures.models import (
    CostLine,
    Indicator,
    IndicatorValue,
    Involvement,
    Lesson,
    StatusReport,
    Task,
)
from klimamosaik.measures.models.kinds import Bound, CostKind, InvolvementRole, Link
from klimamosaik.measures.models.phase import CourseState
from klimamosaik.observations.models import Datastream
from klimamosaik.people.models import Organisation
from klimamosaik.places.models import Municipality
from klimamosaik.records.language import said
from klimamosaik.terms.text import Text


class OrganisationForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an organisation is called and what kind it is."""

    kind = forms.ChoiceField(label=said("Art", "Kind"), choices=KINDS)

    class Meta:
        model = Organisation
        fields = ["name", "kind"]
        labels = {"name": said("Name", "Name")}


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A row of a measure; `municipality` is whose organisations and readings are offered."""

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality


class InvolvementForm(WithOrganisation, RowForm):
    """Who has what to do with a measure, and the desk that answers."""

    role = choice(said("Was sie tut", "What it does"), InvolvementRole)
    field_order = ["organisation", "new_organisation", "new_kind", "role"]

    class Meta:
        model = Involvement
        fields = ["role", "desk", "phone", "email", "confirmed_on"]
        labels = {
            "desk": said("Wer antwortet?", "Who answers?"),
            "phone": said("Telefon", "Telephone"),
            "email": said("E-Mail", "E-mail"),
            "confirmed_on": said("Zuletzt bestätigt am", "Last confirmed on"),
        }
        help_texts = {
            "desk": said(
                "Eine Funktion, kein Name: z. B. Leitung Klimaschutz",
                "A function, not a name: e.g. head of climate protection",
            ),
            "phone": said("der Stelle", "of the desk"),
            "email": said("der Stelle", "of the desk"),
        }
        widgets = {"confirmed_on": day_widget()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(self.municipality)
        if self.instance.organisation_id:
            self.initial["organisation"] = self.instance.organisation_id


class TaskForm(WithOrganisation, RowForm):
    """What an organisation owes, and by when."""

    class Meta:
        model = Task
        fields = ["what", "due", "done_on"]
        labels = {
            "what": said("Was ist zu tun?", "What is to be done?"),
            "due": said("Bis wann?", "By when?"),
            "done_on": said("Erledigt am", "Done on"),
        }
        widgets = {"due": day_widget(), "done_on": day_widget()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(self.municipality)
        if self.instance.organisation_id:
            self.initial["organisation"] = self.instance.organisation_id


class StatusForm(RowForm):
    """How a measure is getting on."""

    state = choice(said("Wie steht es?", "How is it getting on?"), CourseState)

    class Meta:
        model = StatusReport
        fields = ["state", "words", "day", "first_day"]
        labels = {
            "words": said("In Ihren Worten", "In your words"),
            "day": said("Stand vom", "As of"),
            "first_day": said("Für die Zeit seit", "For the time since"),
        }
        help_texts = {
            "first_day": said(
                "nur wenn der Bericht eine Zeitspanne umfasst", "only where it spans some time"
            ),
        }
        widgets = {"day": day_widget(), "first_day": day_widget(), "words": SHORT}


class IndicatorForm(RowForm):
    """What shows whether a link of the impact chain holds."""

    link = choice(said("Glied der Wirkungskette", "Link of the impact chain"), Link)
    start_value = number(said("Wert vorher", "Value before"))
    wanted_value = number(
        said("Gewünschter Wert", "Wanted value"),
        said(
            "Vor dem ersten Tag aufgeschrieben zählt er als Kriterium.",
            "Written before the first day it counts as a criterion.",
        ),
    )
    bound = choice(
        said("Höchstens oder mindestens?", "At most or at least?"),
        Bound,
        said("Welche Seite des gewünschten Werts gut ist", "Which side of it is good"),
        unsaid=Text("– bitte wählen –", "– please choose –"),
    )

    class Meta:
        model = Indicator
        fields = [
            "link", "name", "observed_property", "unit", "start_value", "wanted_value", "bound",
            "wanted_until", "datastream",
        ]  # fmt: skip
        labels = {
            "name": said("Kennzahl", "Indicator"),
            "observed_property": said("Beobachtete Größe", "Observed property"),
            "unit": said("Einheit", "Unit"),
            "wanted_until": said("Bis wann?", "By when?"),
            "datastream": said("Wert aus Messwerten", "Value from readings"),
        }
        help_texts = {
            "observed_property": said(
                "z. B. Bodenfeuchte, Hitzetage, Wasserstand, Endenergieverbrauch",
                "e.g. soil moisture, heat days, water level, final energy use",
            ),
            "unit": said("z. B. %, Tage, m, kWh, Stück", "e.g. %, days, m, kWh, pieces"),
        }
        widgets = {"wanted_until": day_widget()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        streams = self.fields["datastream"]
        assert isinstance(streams, forms.ModelChoiceField)
        streams.queryset = Datastream.objects.filter(
            meter_point__building__municipality=self.municipality
        ).select_related("meter_point")
        streams.label_from_instance = stream_label  # type: ignore[assignment]
        streams.empty_label = said("– von Hand eintragen –", "– entered by hand –")


def stream_label(stream: Datastream) -> Any:
    """A datastream by its name, with its direction where it is not use."""
    point = stream.meter_point
    if point is None or point.counts:
        return stream.name
    told = point.direction_text
    return said(f"{stream.name} ({told.de})", f"{stream.name} ({told.en})")


class ValueForm(RowForm):
    """What was found on a day."""

    value = number(said("Wert", "Value"), required=True)

    class Meta:
        model = IndicatorValue
        fields = ["day", "value", "source"]
        labels = {"day": said("Tag", "Day"), "source": said("Quelle", "Source")}
        help_texts = {
            "source": said(
                "z. B. Ablesung, Zählung, Deutscher Wetterdienst",
                "e.g. reading, count, German weather service",
            )
        }
        widgets = {"day": day_widget()}


class CostForm(RowForm):
    """Planned and actual cost of a year."""

    kind = choice(said("Art", "Kind"), CostKind)
    planned = amount(said("Geplant", "Planned"), said("Euro oder Tage", "EUR or days"))
    actual = amount(
        said("Tatsächlich", "Actual"),
        said("leer: noch nicht bekannt", "empty: not known yet"),
    )

    class Meta:
        model = CostLine
        fields = ["year", "kind", "planned", "actual", "source"]
        labels = {
            "year": said("Jahr", "Year"),
            "source": said("Woher kommt das Geld?", "Where is the money from?"),
        }
        help_texts = {
            "source": said(
                "z. B. eigener Haushalt, Förderprogramm", "e.g. own budget, a funding programme"
            )
        }
        widgets = {"year": WHOLE}


class LessonForm(RowForm):
    """What others should know."""

    cost = amount(said("Was hat es gekostet?", "What did it cost?"), said("Euro", "EUR"))
    field_order = ["hypothesis", "evidence", "cause", "cost", "advice"]

    class Meta:
        model = Lesson
        fields = ["hypothesis", "evidence", "cause", "cost", "advice"]
        labels = {
            "hypothesis": said("Was wurde erwartet?", "What was expected?"),
            "evidence": said("Was hat sich gezeigt?", "What was seen?"),
            "cause": said("Woran lag es?", "What was the cause?"),
            "advice": said("Was raten Sie anderen?", "What do you advise others?"),
        }
        widgets = dict.fromkeys(("hypothesis", "evidence", "cause", "advice"), SHORT)


class StopForm(LessonForm):
    """The lesson of a stop, and since when the effect is gone."""

    end = forms.DateField(
        label=said("Wirkt nicht mehr seit", "No longer works since"),
        help_text=said(
            "leer: was gebaut ist, wirkt weiter, oder es hat nie gewirkt",
            "empty: what was built goes on working, or it never worked",
        ),
        required=False,
        widget=day_widget(),
    )


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(label=said("Grund", "Reason"), required=False, widget=SHORT)
