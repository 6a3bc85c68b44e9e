"""A list to tick, below group headings, in a box that scrolls when long."""

from django import forms


class Ticks(forms.CheckboxSelectMultiple):
    """Checkboxes with a heading per group of choices."""

    template_name = "records/ticks.html"
    option_template_name = "django/forms/widgets/input.html"
