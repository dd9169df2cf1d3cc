"""A file full of made-up practice, for looking around, for pictures and for tests."""
