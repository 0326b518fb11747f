"""Signing a frozen text with an office's passkey, checked offline with the public key alone (decisions 15 to 17)."""
