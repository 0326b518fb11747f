"""A signatory in a process of its own: signs offices of a running demo's newest declaration as link holders.

``python -m tests.journeys.signatory REF N…`` with the demo's environment; prints the number of each office that signed.
"""

from __future__ import annotations

import sys

import django


def main(ref: str, offices: list[int]) -> None:
    """Let Dewi's desk issue a link for each office, and a phone sign through it."""
    django.setup()
    from django.utils import timezone

    from ikrar.records.account.access import holder
    from ikrar.records.account.models import User
    from tests import signing

    dewi = holder(User.objects.get(username="dewi").pk, timezone.now())
    assert dewi is not None
    for n in offices:
        signing.sign_as_holder(signing.code_for(dewi, ref, n))
        print(n)


if __name__ == "__main__":
    main(sys.argv[1], [int(n) for n in sys.argv[2:]])
