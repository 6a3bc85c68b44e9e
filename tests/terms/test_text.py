"""Sentences in two languages and the lists in them."""

from klimamosaik.terms.text import Text, first_few, quoted


def test_a_list_says_when_it_is_longer_than_shown() -> None:
    assert first_few(["a", "b"], 2) == "a, b"
    assert first_few([1, 2, 3], 2, between="; ") == "1; 2 …"
    assert quoted(["Rathaus", "Bad", "Kita"], 2) == Text("„Rathaus“, „Bad“ …", "“Rathaus”, “Bad” …")
