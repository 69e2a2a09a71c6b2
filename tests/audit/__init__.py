"""Neutral judges look at the running pages: `make audit`."""
