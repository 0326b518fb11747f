"""Passkeys of offices: made on the signatory's own phone through a one-time link, and vouched for (decision 15)."""
