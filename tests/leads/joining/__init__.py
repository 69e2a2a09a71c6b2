"""Tests of leads made one and parted."""
