"""Scan an index of a file through sqlite3 alone, in a process that has done nothing else: FILE STATEMENT; prints the milliseconds."""

import json
import sqlite3
import sys
from time import perf_counter

path, statement = sys.argv[1:]
connection = sqlite3.connect(path)
connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # the program has read the schema by then, too
began = perf_counter()
connection.execute(statement).fetchone()
print(json.dumps({"milliseconds": (perf_counter() - began) * 1000}))
