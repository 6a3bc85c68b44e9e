"""Sentences in two languages and the lists in them."""

from klimamosaik.terms.text import Text, first_few, quoted


def test_a_list_says_when_it_is_longer_than_shown() -> None:
    assert first_few(["a", "b"], 2) == "a, b"
    assert first_few([1, 2, 3], 2, between="; ") == "1; 2 …"
    assert quoted(["Rathaus", "Bad", "Kita"], 2) == Text("„Rathaus“, „Bad“ …", "“Rathaus”, “Bad” …")


def test_quotation_marks_within_quotation_marks_are_single_ones() -> None:
    name = "Aushänge „Fenster zu!“ Bücherei"
    said = Text("Für „{name}“ fehlt etwas.", "“{name}” lacks something.").format(name=name)
    assert said.de == "Für „Aushänge ‚Fenster zu!‘ Bücherei“ fehlt etwas."
    assert said.en == "“Aushänge ‚Fenster zu!‘ Bücherei” lacks something."
    assert quoted([name]).de == "„Aushänge ‚Fenster zu!‘ Bücherei“"
    inside = Text("„{said}“", "“{said}”").format(said=said)
    assert inside.en == "“‘Aushänge ‚Fenster zu!‘ Bücherei’ lacks something.”"


def test_quotation_marks_of_a_name_stay_where_it_is_not_quoted() -> None:
    said = Text("{name}: fertig", "{name}: done").format(name="Aushänge „Fenster zu!“")
    assert said.de == "Aushänge „Fenster zu!“: fertig"
