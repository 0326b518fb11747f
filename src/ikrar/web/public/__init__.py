"""Pages for everybody, without an account, a cookie or JavaScript."""
