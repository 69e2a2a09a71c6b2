"""The project, and who the clinic is."""

from __future__ import annotations

import sys

import pysqlite3

# Django loads "sqlite3". The one that ships with many systems can corrupt a database in
# write-ahead mode, so ours stands in for it before Django looks.
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
