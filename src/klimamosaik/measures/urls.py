"""Addresses of the register of measures, below a municipality's."""

from django.urls import path

from klimamosaik.records.lazy_views import LaterViews

adaptation = LaterViews("klimamosaik.measures.views.adaptation")
after_funding = LaterViews("klimamosaik.measures.views.after_funding")
happening = LaterViews("klimamosaik.measures.views.happening")
life = LaterViews("klimamosaik.measures.views.life")
measure = LaterViews("klimamosaik.measures.views.measure")
register = LaterViews("klimamosaik.measures.views.register")
rows = LaterViews("klimamosaik.measures.views.rows")
tasks = LaterViews("klimamosaik.measures.views.tasks")
tempo = LaterViews("klimamosaik.measures.views.tempo")

urlpatterns = [
    path("massnahmen/", register.measures, name="measures"),
    path("massnahmen/neu/", measure.new, name="measure_new"),
    path("massnahmen/nach-der-foerderung/", after_funding.after_funding, name="after_funding"),
    path(
        "massnahmen/nach-der-foerderung.json",
        after_funding.after_funding_json,
        name="after_funding_json",
    ),
    path(
        "massnahmen/<int:pk>/nach-der-foerderung/",
        after_funding.measure_after_funding,
        name="measure_after_funding",
    ),
    path("massnahmen/tempo/", tempo.tempo, name="tempo"),
    path("massnahmen/tempo.json", tempo.tempo_json, name="tempo_json"),
    path("massnahmen/<int:pk>/bearbeiten/", measure.edit, name="measure_edit"),
    path("massnahmen/<int:pk>/register/", register.measure_register, name="measure_register"),
    path("massnahmen/<int:pk>/grundlagen/", measure.basics, name="measure_basics"),
    path("massnahmen/<int:pk>/schritt/", life.step, name="measure_step"),
    path("massnahmen/<int:pk>/stoppen/", life.stopping, name="measure_stop"),
    path(
        "massnahmen/<int:pk>/geschehen/<int:point_id>/", happening.happened, name="measure_happened"
    ),
    path(
        "massnahmen/<int:pk>/geschehen/<int:happened_id>/zurueck/",
        happening.take_back,
        name="measure_happened_back",
    ),
    path("massnahmen/<int:pk>/aufgaben/neu/", tasks.task, name="task_new"),
    path("massnahmen/<int:pk>/aufgaben/<int:task_id>/", tasks.task, name="task"),
    path("massnahmen/<int:pk>/aufgaben/<int:task_id>/erledigt/", tasks.task_done, name="task_done"),
    path(
        "massnahmen/<int:pk>/kennzahl/<int:indicator_id>/wert/",
        rows.value,
        name="indicator_value",
    ),
    path("massnahmen/<int:pk>/zeile/<slug:kind>/neu/", rows.row, name="measure_row_new"),
    path("massnahmen/<int:pk>/zeile/<slug:kind>/<int:row_id>/", rows.row, name="measure_row"),
    path("stellen/<int:pk>/", tasks.organisation, name="organisation"),
    path("stellen/<int:pk>/bearbeiten/", tasks.organisation_edit, name="organisation_edit"),
    path("anpassung/", adaptation.adaptation, name="adaptation"),
    path("anpassung/neu/", adaptation.target, name="adaptation_target_new"),
    path("anpassung/<int:target_id>/", adaptation.target, name="adaptation_target"),
    path("aufgaben/", tasks.tasks, name="tasks"),
]
