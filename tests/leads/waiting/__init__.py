"""Tests of requests kept as files."""
