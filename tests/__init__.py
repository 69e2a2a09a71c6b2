"""Checks and tests: `make check` and `make test` run them."""
