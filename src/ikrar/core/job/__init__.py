"""What is sent on its own time: which tries follow, and how a delivery ends."""
