"""Tests of spam."""
