"""Tests of leads: nothing is lost, doubled or leaked."""
