"""Asks for every public address of a municipality that can be reached by links, once."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future

from klimamosaik.publication.site.folder import NotedAnswer, SiteFolder
from klimamosaik.publication.site.links import read_page, style_links
from klimamosaik.publication.site.local_requests import GivenAnswer
from klimamosaik.publication.site.parallel import AskerHere, AskersBeside, subject_of
from klimamosaik.publication.site.places import START, STATIC, SitePlaces

MOST_VARIANTS = 60  # tellings of one page by what stands behind its question mark
REDIRECTS = (301, 302, 303, 307, 308)
NOT_MODIFIED = 304

Told = Callable[[int, int], None]  # addresses done, addresses known


def crawl(
    asking: AskersBeside | AskerHere, places: SitePlaces, folder: SiteFolder, stand: str, told: Told
) -> dict[str, NotedAnswer]:
    """Ask, write what is no page, keep pages aside; every answer by its address.

    What an unfinished export of the same stand has asked is not asked again; of a file that is
    there it is asked whether it is still made of the same.
    """
    done = {each.address: each for each in folder.resume(stand)}
    waiting = AddressQueue(done)
    waiting.add(places.seeds())
    for each in done.values():
        waiting.add(each.leads)
    for address, answer in answers(asking, waiting, folder.held):
        noted = note_of(address, answer, places)
        if answer.status == NOT_MODIFIED:
            folder.keep(noted.file)
        elif noted.file and not noted.page:
            folder.write(noted.file, answer.body)
        folder.remember(noted, answer.body)
        done[address] = noted
        waiting.add(noted.leads)
        told(len(done), waiting.known)
    return done


def answers(
    asking: AskersBeside | AskerHere, waiting: "AddressQueue", held: Callable[[str], str]
) -> Iterator[tuple[str, GivenAnswer]]:
    """What is asked and its answer, in the order of asking; some are asked ahead.

    held: the mark of the file that is there of an address; "" where there is none.
    """
    begun: deque[tuple[str, Future[GivenAnswer]]] = deque()
    while True:
        while len(begun) < asking.ahead and (address := waiting.next()) is not None:
            begun.append((address, asking.begin(address, held(address))))
        if not begun:
            return
        address, answer = begun.popleft()
        yield address, answer.result()


class AddressQueue:
    """Addresses still to be asked, each once: pages first, then files, those of a figure together.

    So a figure is made once for all its files, and what is to be asked is soon known.
    """

    def __init__(self, done: Iterable[str]) -> None:
        self.seen = set(done)
        self.pages: deque[str] = deque()
        self.files: dict[str, deque[str]] = {}  # by what they are about
        self.variants = Counter(path_of(address) for address in self.seen)

    @property
    def known(self) -> int:
        """All addresses met so far."""
        return len(self.seen)

    def add(self, addresses: Iterable[str]) -> None:
        """Take what was not met before."""
        for address in addresses:
            path = path_of(address)
            if address in self.seen or self.variants[path] > MOST_VARIANTS:
                continue
            self.seen.add(address)
            self.variants[path] += 1
            if path.endswith("/"):
                self.pages.append(address)
            else:
                self.files.setdefault(subject_of(address), deque()).append(address)

    def next(self) -> str | None:
        """The next to ask; None where all are done."""
        if self.pages:
            return self.pages.popleft()
        if not self.files:
            return None
        subject, addresses = next(iter(self.files.items()))
        found = addresses.popleft()
        if not addresses:
            del self.files[subject]
        return found


def path_of(address: str) -> str:
    """An address without what stands behind its question mark."""
    return address.partition("?")[0]


def note_of(address: str, answer: GivenAnswer, places: SitePlaces) -> NotedAnswer:
    """What is kept of an answer, and where it leads."""
    if answer.status in REDIRECTS:
        to = places.address(answer.location, address)
        return NotedAnswer(address, "", leads=(to,) if to else (), elsewhere=to or "")
    if answer.status not in (200, NOT_MODIFIED):
        return NotedAnswer(address, "")
    links: Iterable[str] = ()
    read = read_page(answer.body.decode()) if answer.is_page else None
    if read is not None:
        links = read.followed
    elif answer.kind == "text/css":
        links = style_links(answer.body)
    found = dict.fromkeys(places.address(link, address) for link in links)
    leads = tuple(each for each in found if each is not None and each != START)
    file = places.file(address) or ""
    mark = "" if answer.is_page or address.startswith(STATIC) else answer.mark
    return NotedAnswer(address, file, answer.is_page, leads, read=read, mark=mark)
