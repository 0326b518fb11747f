"""What programs are promised."""
