"""Events the press told of: bundled metadata, joined with what was registered since."""
