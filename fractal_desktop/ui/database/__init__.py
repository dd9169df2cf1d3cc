"""Dialogs about the database file: migrate, roll back, history, check, backups, and what to do when it fails."""
