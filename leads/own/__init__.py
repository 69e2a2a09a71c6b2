"""The enquirer's own page."""
