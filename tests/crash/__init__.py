"""Proof that no request is lost or doubled: everything is killed at random while people send requests."""
