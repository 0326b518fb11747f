"""Areas are public facts: whoever asks may see them."""
