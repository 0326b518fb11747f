"""Device tokens: what machines show instead of signing in."""
