"""Requests taken in, and kept as files while the database is out."""
