"""What lies in a folder, file by file, before anything is stored."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from klimamosaik.observations.operations.file_arrivals import look_at_file, open_questions_of
from klimamosaik.places.models import Municipality
from klimamosaik.streams.folder.work import FolderFile, files_in
from klimamosaik.streams.mirror.rounds import Spare
from klimamosaik.streams.source_preview import PreviewedSeries, SourcePreview
from klimamosaik.terms.complaint import InputRejected
from klimamosaik.terms.text import Text

SHOWN = 3  # questions of a file


def look_at_folder(
    folder: Path, *, municipality: Municipality, every: timedelta | None, spare: Spare
) -> SourcePreview:
    """Every series of every file, with what would be asked. Raises SourceUnreachable.

    every: the promised interval, where one is known; files say their gaps themselves.
    """
    found: list[PreviewedSeries] = []
    notes: list[Text] = []
    files = files_in(folder)
    for place, file in enumerate(files):
        if not spare():
            notes.append(CUT.format(count=len(files) - place))
            return SourcePreview(tuple(found), tuple(notes), complete=False)
        try:
            found += series_in(file, municipality)
        except InputRejected as refusal:
            notes += [complaint.about(file.name).text for complaint in refusal.complaints[:SHOWN]]
        except OSError as error:
            notes.append(UNREAD.format(name=file.name, why=error.strerror or "?"))
    return SourcePreview(tuple(found), tuple(notes) if files else (EMPTY,))


def series_in(file: FolderFile, municipality: Municipality) -> Iterator[PreviewedSeries]:
    """The series of one file; its questions are doubts about each."""
    name = file.name.rpartition("/")[2]
    seen = look_at_file(municipality=municipality, data=file.path.read_bytes(), name=name)
    asked = tuple(each.text for each in open_questions_of(seen)[:SHOWN])
    for series, match in zip(seen.preview.series, seen.matches, strict=True):
        first, last = moment(series.first), moment(series.last)
        yield PreviewedSeries(
            key=f"{file.name}: {series.name}",
            name=series.name,
            thing=match.building,
            unit=series.unit,
            place=None,
            first=first,
            last=last,
            value=None,
            gaps=series.gaps,
            doubts=asked,
        )


def moment(value: object) -> datetime | None:
    """A time as files tell it; None for a day without a time."""
    return value if isinstance(value, datetime) else None


EMPTY = Text(
    "In dem Ordner liegt noch keine Datei.",
    "There is no file in the folder yet.",
)
CUT = Text(
    "{count:weitere Datei war|weitere Dateien waren} in einer Minute nicht anzusehen.",
    "{count:more file|more files} could not be looked at in a minute.",
)
UNREAD = Text(
    "„{name}“ ist nicht zu lesen ({why}).",
    "“{name}” cannot be read ({why}).",
)
