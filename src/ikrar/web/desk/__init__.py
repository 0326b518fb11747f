"""Pages for people with a grant in force."""
