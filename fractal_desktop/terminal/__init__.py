"""The commands of the terminal: what they ask, do and say."""
