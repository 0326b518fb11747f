"""The proof of a signed declaration that one can carry, and what it shows without any server."""
