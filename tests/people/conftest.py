"""The town and people of the pages, for tests of tokens."""

from tests.web.conftest import (
    admin,
    as_admin,
    as_editor,
    as_reader,
    editor,
    own_data,
    reader,
    town,
)

__all__ = ["admin", "as_admin", "as_editor", "as_reader", "editor", "own_data", "reader", "town"]
