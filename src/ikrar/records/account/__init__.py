"""People who sign in, what they were granted, and until when."""
