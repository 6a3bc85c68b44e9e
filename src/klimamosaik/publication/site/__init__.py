"""A municipality's public pages as a folder that opens from a stick, without server or network."""
