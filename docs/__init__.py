"""The documentation. `python -m docs FOLDER` builds it as a site, without any network."""
