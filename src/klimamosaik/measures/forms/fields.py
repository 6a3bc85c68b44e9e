"""Fields the forms of the register share: choices in two languages, organisations old and new."""

from collections.abc import Iterable
from typing import Any

from django import forms

from klimamosaik.measures.operations import organisation_named
from klimamosaik.people.models import Organisation, OrganisationKind
from klimamosaik.places.models import Municipality
from klimamosaik.records.choices import choices_of
from klimamosaik.records.language import said
from klimamosaik.records.long_lists import ListedChoice, offer_list
from klimamosaik.terms.text_enum import TextEnum


def choice(label: Any, each: Iterable[TextEnum], hint: Any = "") -> forms.ChoiceField:
    """One of several, in the reader's language."""
    return forms.ChoiceField(label=label, help_text=hint, choices=choices_of(each))


class WithOrganisation(forms.Form):
    """Choose an organisation, or name a new one."""

    organisation = forms.ModelChoiceField(
        label=said("Akteur", "Organisation"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=said("– bitte wählen oder unten nennen –", "– choose, or name one below –"),
    )
    new_organisation = forms.CharField(
        label=said("Oder ein neuer Akteur", "Or a new organisation"),
        help_text=said(
            "z. B. Fachbereich Umwelt, Stadtwerke, Netzgesellschaft",
            "e.g. environment department, municipal utility, grid company",
        ),
        max_length=160,
        required=False,
    )

    new_kind = forms.ChoiceField(
        label=said("Was für eine ist die neue?", "What kind is the new one?"),
        choices=choices_of(OrganisationKind),
        required=False,
    )

    def offer(self, municipality: Municipality) -> None:
        """Offer the organisations of a municipality."""
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = municipality.organisations.all()
        offer_list(
            self, "organisation", [ListedChoice(each.pk, str(each)) for each in field.queryset]
        )

    def only(self, organisation: Organisation) -> None:
        """Offer this one alone."""
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk=organisation.pk)
        field.choices = [(organisation.pk, str(organisation))]
        del self.fields["new_organisation"], self.fields["new_kind"]

    def clean(self) -> dict[str, Any]:
        """One organisation must be there."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("organisation") and not cleaned.get("new_organisation", "").strip():
            self.add_error("organisation", said("Welcher Akteur?", "Which organisation?"))
        return cleaned

    def chosen(self, municipality: Municipality, by: Any) -> Organisation:
        """The organisation chosen; a new one is written down."""
        named: str = self.cleaned_data.get("new_organisation", "").strip()
        if named:
            kind = OrganisationKind(
                self.cleaned_data["new_kind"] or OrganisationKind.ADMINISTRATION
            )
            return organisation_named(municipality=municipality, name=named, kind=kind, by=by)
        found: Organisation = self.cleaned_data["organisation"]
        return found
