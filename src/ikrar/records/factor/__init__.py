"""What an account signs in with: password, authenticator app, passkeys, recovery codes; the rows are allauth's."""
