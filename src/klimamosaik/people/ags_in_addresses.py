"""The official key of a municipality as a part of addresses: `<ags:ags>`."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class AgsConverter(StringConverter):
    """The eight digits of a municipality's official key, as they are: a leading zero counts."""

    regex = r"\d{8}"


register_converter(AgsConverter, "ags")
