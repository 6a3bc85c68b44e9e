"""Lines of the log: what, in which run, with its trace, and nothing that is nobody's business."""

import logging
import re

# What may stand in the words of an error or in an address, and says who somebody is or opens doors.
LEFT_OUT = (
    (re.compile(r"kmt_[0-9A-Za-z]+_[0-9A-Za-z]+"), "kmt_…"),  # access tokens
    (re.compile(r"(?<=://)[^\s/@\"']+@"), "…@"),  # name and password in an address
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "…@…"),  # e-mail
    (re.compile(r"(\w/?|/)\?[^\s\"'?]*=[^\s\"']*"), r"\1?…"),  # queries
    # keys of uploads and feeds in addresses; not names of files, which have an ending
    (re.compile(r"/(?=[\w-]*\d)[A-Za-z0-9_-]{30,}(?=[/\s\"']|$)"), "/…"),
    # what PostgreSQL tells of the row it refused
    (re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*$", re.MULTILINE), r"(left out)"),
)


class DiscreetLines(logging.Formatter):
    """Writes what the log says without tokens, queries and addresses of people."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry, its trace below."""
        return discreet(super().format(record))


def discreet(text: str) -> str:
    """The same without what may name or admit somebody."""
    for pattern, instead in LEFT_OUT:
        text = pattern.sub(instead, text)
    return text
