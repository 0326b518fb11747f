"""What is kept, taken out whole as it stood at one moment, and put back; for ``ikrar backup`` and ``ikrar restore``."""
