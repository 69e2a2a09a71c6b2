"""Tests of privacy as a function."""
