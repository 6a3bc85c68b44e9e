"""The form of who stands behind a public page."""

from klimamosaik.publication.models import PublicPage
from klimamosaik.records.forms import RecordForm


class PublicPageForm(RecordForm):
    """Who publishes, who answers, under which licence."""

    class Meta(RecordForm.Meta):
        model = PublicPage
        fields = (
            "publisher",
            "desk",
            "email",
            "website",
            "licence",
            "contributor",
            "high_value",
            "tested_on",
            "barriers",
        )
