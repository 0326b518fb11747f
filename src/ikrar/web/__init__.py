"""How people reach Ikrar with a browser."""
