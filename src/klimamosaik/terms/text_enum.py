"""Kinds of things, each with the words a person would say."""

from enum import StrEnum

from klimamosaik.terms.text import Text

UNSAID = Text("", "")  # never seen: a member is looked up by its value alone


class TextEnum(StrEnum):
    """One of several kinds: stored and compared as its value, told by its text.

    HEAT = "heat", Text("Wärme", "heat")
    """

    _value_: str
    text: Text

    def __new__(cls, value: str, text: Text = UNSAID) -> "TextEnum":
        """A member from what stands behind its name."""
        member = str.__new__(cls, value)
        member._value_, member.text = value, text
        return member
