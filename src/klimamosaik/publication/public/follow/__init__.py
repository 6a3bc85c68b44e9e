"""Feeds, the sitemap, and what machines are told."""
