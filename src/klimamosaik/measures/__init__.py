"""The register: what is done against emissions, where, since when, and what it must achieve."""
