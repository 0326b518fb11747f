"""Indonesian text as really typed: decoding, normal form, words, dates, names and ranks."""
