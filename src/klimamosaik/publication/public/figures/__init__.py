"""Figures: their pages, files, embeds and share pictures."""
