"""Names as SQLite reads them, whatever they hold."""


def quoted(name: str) -> str:
    """Return the name of a table, column or index for a statement."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text for a statement that takes no parameter there."""
    return "'" + text.replace("'", "''") + "'"
