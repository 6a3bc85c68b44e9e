"""Doors that look for troubles and tell of them."""

from klimamosaik.alarms.operations.living import alive, ended
from klimamosaik.alarms.operations.looking import look_at_meters, watch
from klimamosaik.alarms.operations.marking import mark_news
from klimamosaik.alarms.operations.telling import tell
