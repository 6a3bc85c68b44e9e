"""Forms on people: the first set-up and who else may come in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator

from klimamosaik.people.models import Membership, Role, TokenScope
from klimamosaik.places.queries.gazetteer.searching import TownSearch
from klimamosaik.records.choices import choices_of
from klimamosaik.records.forms import UNSENT, RecordForm
from klimamosaik.records.language import said, translate
from klimamosaik.records.number_fields import WholeNumberField, whole_widget
from klimamosaik.terms.text import Text


class RoleForm(RecordForm):
    """What a person may do in a municipality, and for whom they work."""

    class Meta(RecordForm.Meta):
        model = Membership
        fields = ("role", "organisation")

    def __init__(self, data: Any = UNSENT, *, instance: Membership, working: Any) -> None:
        """working: the organisations one can work for."""
        super().__init__(data, instance=instance)
        if data is not UNSENT and "organisation" not in data:
            del self.fields["organisation"]
            return
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = working
        field.error_messages["invalid_choice"] = translate(UNKNOWN_ORGANISATION)


UNKNOWN_ORGANISATION = Text(
    "Den gewählten Akteur gibt es hier nicht (mehr). Es wurde nichts geändert; bitte wählen Sie "
    "noch einmal.",
    "There is no such organisation here (any more). Nothing was changed; please choose again.",
)


class TownForm(forms.Form):
    """Which municipality is meant: the first page asks for nothing else."""

    search = forms.CharField(
        label=said("Ihre Gemeinde", "Your municipality"),
        help_text=said(
            "Der Anfang des Namens genügt, z. B. Osnabr. Auch der Gemeindeschlüssel (AGS) geht.",
            "The beginning of the name will do, e.g. Osnabr. The municipality key (AGS), too.",
        ),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # what is wrong is read first
            self.fields["search"].widget.attrs.pop("autofocus", None)


class SetUpForm(forms.Form):
    """The municipality that was meant, and the first person."""

    ags = forms.ChoiceField(
        label=said("Welche Gemeinde?", "Which municipality?"), widget=forms.RadioSelect
    )
    municipality = forms.CharField(
        label=said("Name der Gemeinde", "Name of the municipality"), max_length=120
    )
    sure = forms.BooleanField(
        label=said(
            "Der Schlüssel stimmt: Die Gemeinde ist seit 2022 neu entstanden oder ist eine "
            "Samtgemeinde.",
            "The key is right: the municipality has come to be since 2022, or is an association "
            "of municipalities.",
        ),
        error_messages={
            "required": said(
                "Bitte bestätigen Sie es, oder suchen Sie eine andere Gemeinde.",
                "Please confirm it, or look for another municipality.",
            )
        },
    )
    username = forms.CharField(
        label=said("Ihr Benutzername", "Your user name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=said("Ihr Passwort", "Your password"),
        help_text=said("mindestens zehn Zeichen", "at least ten characters"),
        validators=[validate_password],  # none that is short, common or all digits
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    search = forms.CharField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: TownSearch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ags"]
        assert isinstance(field, forms.ChoiceField)
        if found.newer:
            self.initial["ags"] = found.newer
            field.widget = forms.HiddenInput()
            field.choices = [(found.newer, found.newer)]
            return
        del self.fields["sure"], self.fields["municipality"]
        field.choices = [(town.ags, translate(town.distinct_name)) for town in found.found]
        if len(found.found) == 1:
            field.label = said("Ihre Gemeinde", "Your municipality")
            self.initial["ags"] = found.found[0].ags


class InviteForm(forms.Form):
    """A new person."""

    full_name = forms.CharField(label=said("Name", "Name"), max_length=140)
    username = forms.CharField(
        label=said("Benutzername", "User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    role = forms.ChoiceField(
        label=said("Rolle", "Role"),
        choices=choices_of(Role),
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
    )


class TokenForm(forms.Form):
    """A new access token."""

    name = forms.CharField(
        label=said("Wofür?", "What for?"),
        help_text=said(
            "z. B. Bodenfeuchte im Stadtpark, Gateway am Rathaus",
            "e.g. soil moisture in the park, gateway on the town hall",
        ),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=said("Was darf das Programm?", "What may the program do?"),
        choices=choices_of(TokenScope),
        initial=[TokenScope.OBSERVATIONS.value],
        widget=forms.CheckboxSelectMultiple,
    )
    datastreams = forms.CharField(
        label=said("Nur diese Messreihen", "Only these series"),
        help_text=said(
            "Nummern, z. B. 12, 15. Leer: alle der Gemeinde. Gilt für das Schreiben.",
            "Numbers, e.g. 12, 15. Empty: all of the municipality. Applies to writing.",
        ),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = WholeNumberField(
        label=said("Gültig wie viele Tage?", "Valid for how many days?"),
        help_text=said("Leer: bis zum Widerruf.", "Empty: until revoked."),
        required=False,
        min_value=1,
        max_value=3_650,
        widget=whole_widget(autocomplete="off"),
    )

    def clean_datastreams(self) -> list[int]:
        """The numbers of datastreams."""
        words = self.cleaned_data["datastreams"].replace(",", " ").replace(";", " ").split()
        if not all(word.isdecimal() and len(word) < 10 for word in words):
            raise forms.ValidationError(
                said(
                    "Bitte nur Nummern von Messreihen, durch Komma getrennt.",
                    "Please give numbers of series only, separated by commas.",
                )
            )
        return [int(word) for word in words]
