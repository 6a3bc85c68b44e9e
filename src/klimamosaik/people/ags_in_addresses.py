"""The official key of a municipality as a part of addresses: `<ags:ags>`."""

from django.urls import register_converter


class AgsConverter:
    """The eight digits of a municipality's official key."""

    regex = r"\d{8}"

    def to_python(self, value: str) -> str:
        """Keep the digits as they are: a leading zero counts."""
        return value

    def to_url(self, value: str) -> str:
        """Write them into an address."""
        return value


register_converter(AgsConverter, "ags")
