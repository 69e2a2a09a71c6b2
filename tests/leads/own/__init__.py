"""Tests of the enquirer's own page."""
