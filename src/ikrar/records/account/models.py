"""People who sign in, and what they were granted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from ikrar.core.account.role import Role
from ikrar.records.ref import new_ref


class UserManager(BaseUserManager["User"]):
    """Finds a person by user name; creation goes through actions."""


class User(AbstractBaseUser):
    """A member of staff; the name is their own entry and stands nowhere but in their own session."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    ref = models.CharField(max_length=26, unique=True, default=new_ref)
    session_mark = models.CharField(max_length=26, default=new_ref)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    def get_session_auth_hash(self) -> str:
        """Return what each session of the account carries; another password or mark ends them all (R32)."""
        return salted_hmac("ikrar.session", f"{self.password}|{self.session_mark}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return nothing: there is one secret key, and sessions of another end with it."""
        return iter(())


class Grant(models.Model):
    """A role at an institution, for a set of areas, from one day to another; ended early by a row's ``ended_on``."""

    ref = models.CharField(max_length=26, unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    institution = models.ForeignKey("institution.Institution", on_delete=models.PROTECT, related_name="+")
    areas = models.ManyToManyField("place.Area", related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="grant_ends_after_start")
        ]


class SignInLink(models.Model):
    """A demo sign-in link, kept as the hash of its token; a POST uses it up."""

    token_hash = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    expires = models.DateTimeField()
