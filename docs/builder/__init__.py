"""How pages written for a folder of Markdown become a site: one per language, linked crosswise."""
