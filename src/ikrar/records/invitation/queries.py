"""What may be known of invitations without using them up."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from ikrar.core.account import code as code_of
from ikrar.records.account.access import Holder
from ikrar.records.account.models import User
from ikrar.records.invitation import access
from ikrar.records.invitation.models import Invitation

#: The hash under which a code is kept.
hash_of: Final = partial(code_of.hash_of, "invitation")


def login_behind(code: str, now: datetime) -> str | None:
    """Return the user name an unused code opens; None for a code that is unknown, used, voided or too old."""
    row = access.behind(hash_of(code), now)
    return row.user.username if row else None


def of_account(holder: Holder, user: User, now: datetime) -> Invitation | None:
    """Return the invitation, issued by the person's own institutions, that an account could still be opened with."""
    return (access.visible_to(holder) & access.live(now)).filter(user=user).first()


def opened(user: User) -> bool:
    """Say whether somebody opened this account already."""
    return access.is_open(user)
