"""What is kept: one Django app per noun."""
