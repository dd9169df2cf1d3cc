"""Ask for an analysis as the terminal does: FILE ANALYSIS; prints what `fractal-desktop analytics` says of the time."""

import contextlib
import io
import json
import sys

from fractal_desktop import cli

said = io.StringIO()
with contextlib.redirect_stdout(said):
    cli.main(["analytics", sys.argv[1], sys.argv[2], "--time-zone", "Europe/Berlin", "--json"])
print(json.dumps({"query_ms": json.loads(said.getvalue())["query_ms"]}))
