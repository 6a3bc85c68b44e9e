"""What is asked of a measure: what it brought, what it is to bring, what it was to bring."""

from klimamosaik.terms.text import Text

BROUGHT = Text("Was hat es gebracht?", "What did it bring?")
TO_BRING = Text("Was soll es bringen?", "What is it to bring?")
WAS_TO_BRING = Text("Was sollte es bringen?", "What was it to bring?")


def question_of(*, begun: bool, stopped: bool) -> Text:
    """The question its page answers. begun: its first day has come."""
    if begun:
        return BROUGHT
    return WAS_TO_BRING if stopped else TO_BRING
