"""Answers to GET: documents, lists in pages, related entities inside."""
