"""What the revisions in alembic/versions do, in plain sqlite3; the modules named after a revision are frozen with it.

A revision that was released is never edited: files out there have been through it. What a later schema wants differently gets
a module of its own. Nothing here uses the models of today.
"""
