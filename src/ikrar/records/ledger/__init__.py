"""The outbox of leaves that every kept act fills."""
