"""Letters out over SMTP, letters in from files and a Maildir."""
