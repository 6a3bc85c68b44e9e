"""Open questions on the command line: listed with their answers, or asked on a terminal."""

import json
import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.question import Answer, Question
from klimamosaik.terms.text import Text
from klimamosaik.terms.written_number import ungrouped_number
from klimamosaik.web.command_errors import spoken

if TYPE_CHECKING:
    from klimamosaik.observations.intake.corrections import Corrections
    from klimamosaik.observations.intake.parsing import FilePreview


def list_questions(files: Sequence["FilePreview"], *, aside: bool) -> None:
    """Say what is open and with which --hints it is answered; `aside`: on standard error."""
    for file in files:
        if not file.questions:
            continue
        for number, question in enumerate(file.questions, start=1):
            typer.echo(f"\n{file.name}, {spoken(QUESTION)} {number}: ", err=aside, nl=False)
            typer.echo(spoken(question.text), err=aside)
            for line in answer_lines(file, question):
                typer.echo(line, err=aside)
        typer.echo(f"\n{spoken(READY)}", err=aside)
        typer.echo(f"  --hints {shlex.quote(ready(file))}", err=aside)
    for file in files:
        if file.questions:
            said = OPEN.format(name=file.name, count=len(file.questions))
            typer.echo(spoken(said), err=True)


def answer_lines(file: "FilePreview", question: Question) -> list[str]:
    """How a question can be answered, one line each."""
    lines = [
        f"     {spoken(answer.text).rstrip('.')}: --hints {shlex.quote(answer.hints)}"
        for answer in question.answers
    ]
    if typed := typed_hints(question):
        lines.append(f"     {spoken(TYPED)}: --hints {shlex.quote(json.dumps(typed))}")
    if question.code == "carrier_unknown" and len(file.matches) > 1:
        single = {"series": [{"series": file.matches[0].series, "carrier": "heat"}]}
        example = shlex.quote(json.dumps(single, ensure_ascii=False))
        lines.append(f"     {spoken(SINGLE)}: --hints {example}")
    return lines


def typed_hints(question: Question) -> dict[str, str]:
    """What has to be typed, with "..." where it belongs; that is refused until it is replaced."""
    from klimamosaik.observations.intake.open_questions import fields_of

    return dict.fromkeys(fields_of(question), "...")


def ready(file: "FilePreview") -> str:
    """One line that answers all questions of a file: the first answer of each.

    What was said before is in it. What must be typed stands there as "...".
    """
    said = file.corrections
    typed: dict[str, Any] = {}
    for question in file.questions:
        if question.answers:
            said = answered(said, question.answers[0])
        else:
            typed |= typed_hints(question)
    return json.dumps({**json.loads(said.to_hints()), **typed}, ensure_ascii=False)


def answered(said: "Corrections", answer: Answer) -> "Corrections":
    """What was said, with one more answer."""
    from klimamosaik.observations.intake.corrections import Corrections

    return said.updated(Corrections.from_hints(answer.hints))


def ask(file: "FilePreview") -> "Corrections":
    """Ask the open questions of a file one after the other; returns all that is said of it."""
    from klimamosaik.observations.intake.corrections import Corrections

    said = file.corrections
    typer.echo(f"\n{file.name}")
    for question in file.questions:
        typer.echo(f"\n{spoken(question.text)}")
        for number, answer in enumerate(question.answers, start=1):
            typer.echo(f"  {number}. {spoken(answer.text)}")
        said = said.updated(Corrections.from_hints(chosen(question)))
    return said


def chosen(question: Question) -> str:
    """The answer a person gives, as hints; asked again until it is one."""
    from klimamosaik.observations.intake.corrections import Corrections
    from klimamosaik.observations.intake.open_questions import fields_of

    fields = fields_of(question)
    count = len(question.answers)
    while True:
        told = ""
        if count:
            prompt = NUMBER_OR_TEXT if fields else NUMBER
            told = typer.prompt(spoken(prompt.format(count=count))).strip()
            if told.isdigit() and 1 <= int(told) <= count:
                return question.answers[int(told) - 1].hints
            if not fields:
                continue
        values = {name: told or typer.prompt(named(name)).strip() for name in fields}
        hints = json.dumps({name: number_or_text(value) for name, value in values.items()})
        try:
            Corrections.from_hints(hints)
        except InputRejected as refusal:
            typer.echo(spoken(refusal.complaints[0].text))
            continue
        return hints


def named(field: str) -> str:
    """What a field is called."""
    return spoken(NAMES[field]) if field in NAMES else field


def number_or_text(told: str) -> float | str:
    """A number with comma or point, anything else as it is."""
    number = ungrouped_number(told)
    return told if number is None else number


def question_record(question: Question) -> dict[str, Any]:
    """A question with its answers, for a machine."""
    return {
        "code": question.code,
        "row": question.row,
        "column": question.column,
        "de": question.text.de,
        "en": question.text.en,
        "field": question.field,
        "answers": [
            {"de": answer.text.de, "en": answer.text.en, "hints": answer.hints}
            for answer in question.answers
        ],
    }


NAMES = {
    "calorific_value": Text("Brennwert in kWh je m³", "Calorific value in kWh per m³"),
    "state_number": Text("Zustandszahl", "State number"),
    "building": Text("Name des Gebäudes", "Name of the building"),
    "unit": Text("Einheit", "Unit"),
    "year": Text("Jahr", "Year"),
    "season": Text("Erster und letzter Monat, z. B. 10-09", "First and last month, e.g. 10-09"),
    "series": Text("Name des Ortes", "Name of the place"),
}
QUESTION = Text("Frage", "question")
OPEN = Text(
    "{name}: Offene Fragen: {count}. Gespeichert wurde nichts.",
    "{name}: open questions: {count}. Nothing was stored.",
)
READY = Text(
    "Mit der jeweils ersten Antwort, zum Kopieren:",
    "With the first answer of each, ready to paste:",
)
TYPED = Text("selbst angeben", "say it yourself")
SINGLE = Text("einzelne Reihen anders", "single series differently")
NUMBER = Text("Nummer der Antwort (1 bis {count})", "Number of the answer (1 to {count})")
NUMBER_OR_TEXT = Text(
    "Nummer der Antwort (1 bis {count}), oder etwas anderes in Worten",
    "Number of the answer (1 to {count}), or something else in words",
)
