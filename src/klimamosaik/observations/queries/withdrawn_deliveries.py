"""Deliveries that count no more, as somebody took them back."""

from klimamosaik.observations.models import Delivery


def withdrawn_deliveries() -> set[int]:
    """The numbers (seq) of deliveries whose readings and bills count no more.

    Those that were taken back and not brought again since, and all that took others back: these
    only restored what counted then.
    """
    undoing = Delivery.objects.exclude(withdraws=None).values_list("withdraws", "seq")
    taken_back = {first: seq for first, seq in undoing if first is not None}
    again = Delivery.objects.exclude(brings_again=None).values_list("seq", "brings_again")
    count_again = {first for seq, first in again if seq not in taken_back}
    return (taken_back.keys() - count_again) | {*taken_back.values()}
