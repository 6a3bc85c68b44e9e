"""What the page of a figure shows, and its embedded one."""

from dataclasses import dataclass

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from klimamosaik.drawing.scale import Size
from klimamosaik.publication.public.figures.code import CodeLines, code_for
from klimamosaik.publication.public.figures.figure_request import FigureAsked
from klimamosaik.publication.public.figures.files.every import FILES, FigureFile
from klimamosaik.publication.public.figures.files.share import SIZE
from klimamosaik.publication.public.figures.linked_data import linked_data
from klimamosaik.publication.public.figures.picture import picture_of
from klimamosaik.publication.public.figures.table import FigureTable, table_of
from klimamosaik.publication.public.figures.wording import (
    alt_text,
    citation,
    data_line,
    ended,
    licence_line,
    sentences,
    source_line,
    town_line,
)
from klimamosaik.publication.queries.paths import figure_path, page_path
from klimamosaik.publication.queries.results import PublicFigure
from klimamosaik.terms.text import Text

ROOM = 640  # [px] height of an embedded page until its script has measured it


@dataclass(frozen=True)
class ShownFigure:
    """All that stands on a figure's page; what costs something is made when it is asked for."""

    asked: FigureAsked

    @property
    def figure(self) -> PublicFigure:
        """The figure itself."""
        return self.asked.figure

    @property
    def pictures(self) -> SafeString:
        """One for a broad page, one for a phone."""
        drawn = (
            picture_of(
                self.figure, self.asked.language, width=size.width, kind=f"chart {size.value}"
            )
            for size in Size
        )
        return mark_safe("".join(drawn))  # texts inside are escaped by drawing.svg.safe

    @property
    def table(self) -> FigureTable:
        """The same data as a table."""
        return table_of(self.figure, self.asked.language)

    @property
    def sentence(self) -> Text | None:
        """What the headline does not say yet."""
        return None if self.figure.sentence == self.figure.headline else ended(self.figure.sentence)

    @property
    def summary(self) -> str:
        """The figure in a few lines, for previews of links."""
        return " ".join(self.asked.said(each) for each in sentences(self.figure)[:2])

    @property
    def lines(self) -> tuple[Text, ...]:
        """Source and day, state of data, licence."""
        return source_line(self.figure), data_line(self.figure), licence_line(self.figure)

    @property
    def town(self) -> Text:
        """The municipality; an invented one says so."""
        return town_line(self.figure)

    @property
    def source(self) -> Text:
        """Source and day."""
        return source_line(self.figure)

    @property
    def files(self) -> tuple[tuple[FigureFile, str], ...]:
        """Each kind of file with its address."""
        return tuple((each, self.path(each.suffix)) for each in FILES)

    @property
    def excel_csv(self) -> str:
        """The CSV a German Excel opens by double click."""
        return self.asked.address(".csv", query="form=excel").removeprefix(self.asked.root)

    @property
    def address(self) -> str:
        """Of its page, with host."""
        return self.asked.address()

    @property
    def home(self) -> str:
        """Of the list of all figures."""
        return page_path(self.figure.town.ags, "zahlen/", self.asked.language)

    @property
    def more(self) -> str:
        """The page that tells more, in the language asked."""
        below = self.figure.page.removeprefix(page_path(self.figure.town.ags))
        return page_path(self.figure.town.ags, below, self.asked.language)

    @property
    def share(self) -> str:
        """The picture for link previews, with host."""
        return self.asked.address("/teilen.png")

    @property
    def share_size(self) -> tuple[int, int]:
        """Its width and height [px]."""
        return SIZE

    @property
    def alt(self) -> Text:
        """What the picture shows, to be copied beside it."""
        return alt_text(self.figure)

    @property
    def citation(self) -> Text:
        """How it is cited."""
        return citation(self.asked)

    @property
    def code(self) -> tuple[CodeLines, ...]:
        """Lines that load it."""
        return code_for(self.asked)

    @property
    def linked(self) -> SafeString:
        """For search engines."""
        return linked_data(self.asked)

    @property
    def embed(self) -> str:
        """The line other sites put into their page, its title is read aloud; and one for height."""
        frame = format_html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
            self.asked.address("/einbetten/"),
            self.asked.said(self.figure.title),
            ROOM,
        )
        script = self.asked.root + static("einbetten.js")
        return "\n".join((frame, format_html('<script src="{}" async></script>', script)))

    @property
    def spans(self) -> bool:
        """True where there is a span to choose."""
        return len(self.figure.periods) > 1 or bool(self.asked.span)

    @property
    def years(self) -> tuple[str, str]:
        """First and last year shown; empty where nothing is."""
        periods = sorted(self.figure.periods)
        return (periods[0][:4], periods[-1][:4]) if periods else ("", "")

    def path(self, suffix: str) -> str:
        """The address of a file, without host."""
        return self.asked.address(suffix).removeprefix(self.asked.root)

    @property
    def whole(self) -> str:
        """The page with all periods."""
        figure = self.figure
        return figure_path(figure.town.ags, figure.key, language=self.asked.language)
