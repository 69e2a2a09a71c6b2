"""Tests of the clinic app."""
