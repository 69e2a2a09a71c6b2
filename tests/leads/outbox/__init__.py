"""Tests of what the clinic sends."""
