"""Doors that look for troubles, tell of them, and note who sees to them."""

from klimamosaik.alarms.operations.caring import see_to
from klimamosaik.alarms.operations.living import alive, ended
from klimamosaik.alarms.operations.looking import look_at_meters, watch
from klimamosaik.alarms.operations.marking import mark_news
from klimamosaik.alarms.operations.telling import tell

__all__ = ["alive", "ended", "look_at_meters", "mark_news", "see_to", "tell", "watch"]
