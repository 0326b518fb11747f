"""How people and programs reach Ikrar from a terminal."""
