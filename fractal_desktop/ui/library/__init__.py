"""The Library page: templates and activities."""
