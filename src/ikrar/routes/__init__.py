"""The addresses of the younger nouns, a module each: ``PLAIN`` without a language, ``PAGES`` in both."""
