"""Tests of the treatments app."""
