"""Addresses below a municipality's: what of it is public."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

feedback_views = LaterViews("klimamosaik.publication.office.feedback_views")
papers = LaterViews("klimamosaik.publication.office.papers")
views = LaterViews("klimamosaik.publication.office.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("veroeffentlichen/", views.publishing, name="publishing"),
    path("veroeffentlichen/aendern/", views.change, name="publishing_change"),
    path("veroeffentlichen/seite/", views.page_form, name="public_page"),
    path("veroeffentlichen/vorschau/<str:code>/", views.preview, name="publishing_preview"),
    path("massnahmen/<int:pk>/vorlage.<str:ending>", papers.paper, name="council_paper"),
    path("rueckmeldungen/", feedback_views.feedback, name="feedback"),
    path(
        "rueckmeldungen/<int:pk>/beantwortet/",
        feedback_views.feedback_answered,
        name="feedback_answered",
    ),
]
