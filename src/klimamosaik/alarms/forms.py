"""Forms: who sees to a trouble, and who is told by e-mail."""

from typing import Any

from django import forms

from klimamosaik.alarms.models import Trouble, TroubleMail
from klimamosaik.places.models import Municipality
from klimamosaik.records.forms import UNSENT, RecordForm, VersionedForm
from klimamosaik.records.language import said
from klimamosaik.records.long_lists import ListedChoice, offer_list
from klimamosaik.records.versions import Watched, versions_of


class TroubleForm(RecordForm):
    """Who sees to it, until when, and what was found."""

    class Meta(RecordForm.Meta):
        model = Trouble
        fields = ["owner", "due", "note"]

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = municipality.organisations.all()
        owner.empty_label = said("– noch niemand –", "– nobody yet –")
        offer_list(self, "owner", [ListedChoice(each.pk, str(each)) for each in owner.queryset])


class AddressesForm(VersionedForm, forms.Form):
    """Addresses that are told, one a line."""

    addresses = forms.CharField(
        label=said("Wer erfährt davon? Je Zeile eine Adresse", "Who is told? One address a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=said(
            "Am besten die Adresse einer Funktion, z. B. klimaschutz@stadt.de",
            "Best the address of a function, e.g. climate@town.example",
        ),
    )

    def __init__(self, data: Any = UNSENT, *, municipality: Municipality) -> None:
        watched = Watched(TroubleMail, {"municipality_id": municipality.pk}, many=True)
        seen = versions_of([watched])  # before what the form shows is read
        held = TroubleMail.objects.filter(municipality=municipality)
        super().__init__(data, initial={"addresses": "\n".join(each.address for each in held)})
        self.watch(watched, seen=seen)

    def listed(self) -> list[str]:
        """The addresses as they were typed."""
        return str(self.cleaned_data["addresses"]).replace(",", "\n").splitlines()
