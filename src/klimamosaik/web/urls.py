"""Addresses of all pages. Paths are German words; names are what templates and doors use."""

from django.urls import URLPattern, URLResolver, include, path

from klimamosaik.people import account_views, ags_in_addresses
from klimamosaik.people.log_in.views import Login
from klimamosaik.people.lost_password import views as lost_password
from klimamosaik.people.sign_on import views as sign_on
from klimamosaik.records.lazy_views import LaterViews
from klimamosaik.web import faults

set_up_views = LaterViews("klimamosaik.people.set_up_views")
second_factor = LaterViews("klimamosaik.people.second_factor.views")
uplinks = LaterViews("klimamosaik.streams.uplinks.views")
series = LaterViews("klimamosaik.web.series.views")
background = LaterViews("klimamosaik.web.views.background")
health = LaterViews("klimamosaik.web.views.health")
history = LaterViews("klimamosaik.web.views.history")
register_book = LaterViews("klimamosaik.web.views.register_book")
start = LaterViews("klimamosaik.web.views.start")
undo = LaterViews("klimamosaik.web.views.undo")

assert ags_in_addresses  # the addresses below name municipalities by it

town: list[URLPattern | URLResolver] = [
    path("", start.town, name="town"),
    path("", include("klimamosaik.agenda.urls")),
    path("energie/", start.energy, name="energy"),
    path("messreihen/", series.series, name="series"),
    path("messreihen/<int:pk>/", series.one_series, name="one_series"),
    path("hintergrund/", background.background, name="background"),
    path("rueckgaengig/", undo.undone, name="undo"),
    path("verlauf/", history.history, name="history"),
    path("massnahmen/<int:pk>/verlauf/", history.measure_history, name="measure_history"),
    path("massnahmen/listen/massnahmen.xlsx", register_book.download, name="list_download"),
    path("", include("klimamosaik.people.urls")),
    path("", include("klimamosaik.observations.urls")),
    path("", include("klimamosaik.streams.urls")),
    path("", include("klimamosaik.measures.urls")),
    path("", include("klimamosaik.measures.lists.urls")),
    path("", include("klimamosaik.alarms.urls")),
    path("", include("klimamosaik.balance.urls")),
    path("", include("klimamosaik.pathway.urls")),
    path("", include("klimamosaik.planning.urls")),
    path("", include("klimamosaik.mosaic.urls")),
    path("", include("klimamosaik.reports.urls")),
    path("", include("klimamosaik.reports.master_data.urls")),
    path("", include("klimamosaik.publication.office.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("klimamosaik.sensorthings.urls")),  # first, as sensors ask most
    path("", start.start, name="start"),
    path("gesund/", health.health, name="health"),
    path("einrichten/", set_up_views.setup, name="setup"),
    path("anmelden/", Login.as_view(), name="login"),
    path("anmelden/code/", second_factor.ask_for_code, name="second_factor_code"),
    path("konto/zweiter-faktor/", second_factor.second_factor, name="second_factor"),
    path("anmelden/stadt/", sign_on.sign_on, name="sign_on"),
    path("anmelden/stadt/zurueck/", sign_on.signed_on, name="signed_on"),
    path("anmelden/stadt/ende/", sign_on.ended_there, name="ended_there"),
    path("anmelden/passwort/", lost_password.lost_password, name="lost_password"),
    path("anmelden/passwort/post/", lost_password.lost_password_sent, name="lost_password_sent"),
    path(
        "anmelden/passwort/<uidb64>/<token>/",
        lost_password.ChoosePassword.as_view(),
        name="new_password_chosen",
    ),
    path("konto/e-mail/", lost_password.own_email, name="own_email"),
    path("abmelden/", sign_on.Logout.as_view(), name="logout"),
    path("konto/", account_views.AccountPage.as_view(), name="account"),
    path("quellen/<int:number>/uplink", uplinks.uplink, name="uplink"),
    path("sprache/", include("django.conf.urls.i18n")),
    path("", include("klimamosaik.publication.public.urls")),
    path("", include("klimamosaik.alarms.feed_urls")),
    path("<ags:ags>/", include(town)),
]

handler400 = faults.bad_request
handler403 = faults.not_allowed
handler404 = faults.not_found
handler500 = faults.broken
