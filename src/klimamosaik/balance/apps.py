from django.apps import AppConfig


class BalanceConfig(AppConfig):
    name = "klimamosaik.balance"
    verbose_name = "Bilanz"
