"""Stories from end to end: the real program as a process, a real browser, real files."""
