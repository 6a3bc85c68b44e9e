"""Addresses below a municipality's: its balance, the grid of values, Excel, why it changed."""

from django.urls import URLPattern, URLResolver, path

from klimamosaik.records.lazy_views import LaterViews

change_views = LaterViews("klimamosaik.balance.change_views")
entry_views = LaterViews("klimamosaik.balance.entry_views")
sheet_views = LaterViews("klimamosaik.balance.sheet_views")
views = LaterViews("klimamosaik.balance.views")

urlpatterns: list[URLPattern | URLResolver] = [
    path("bilanz/", views.newest, name="balance"),
    path("bilanz/warum-anders/", change_views.change, name="balance_change"),
    path("bilanz/tabelle.xlsx", sheet_views.download, name="balance_sheet"),
    path("bilanz/tabelle/", sheet_views.upload, name="balance_upload"),
    path("bilanz/tabelle/<str:token>/", sheet_views.preview, name="balance_preview"),
    path("bilanz/<int:year>/", views.balance, name="balance_year"),
    path("bilanz/<int:year>/bilanz.json", views.balance_json, name="balance_json"),
    path("bilanz/<int:year>/werte/", entry_views.grid, name="balance_grid"),
    path("bilanz/<int:year>/werte/<str:code>/", entry_views.item, name="balance_item"),
    path("bilanz/<int:year>/heizwerke/", change_views.plants, name="balance_plants"),
    path("bilanz/<int:year>/preise/", change_views.prices, name="balance_prices"),
]
