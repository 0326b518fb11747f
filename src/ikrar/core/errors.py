"""The vocabulary of errors.

    IkrarError
    ├── BadInput            what was given cannot be used; the message says what to do
    │   ├── NotText         bytes that are no text in an encoding we know
    │   ├── EmptyText       nothing to read
    │   ├── TooLarge        more than the stated limit
    │   ├── ForbiddenText   a character that must not enter a registered text, with its position
    │   └── InvalidField    one field of a form or record, by name
    ├── Missing             it does not exist, or not for the one who asks (the same answer)
    ├── Conflict            somebody else changed it first; nothing was saved over
    ├── IllegalMove         the table of allowed moves forbids this change of state
    └── Refused             a rule of the house stops the act; the message names the rule
        ├── Late            an answer to what was answered or taken back meanwhile; ``since`` is the act that did it
        ├── Damaged         what was kept is not what was written
        └── NotProven       a signature that proves nothing; ``fault`` names the check it failed

Core raises meaning; the edge chooses the status. A message is Indonesian (the interface's first language) with
``{named}`` parameters, and is looked up in the catalogue by the edge that shows it.
"""

from __future__ import annotations


class IkrarError(Exception):
    """The root of every error Ikrar raises on purpose.

    ``message`` is the Indonesian sentence with ``{named}`` places, ``params`` fills them, ``code`` is stable.
    """

    code = "error"

    def __init__(self, message: str, **params: object) -> None:
        self.message = message
        self.params = params
        super().__init__(message.format(**params))


class BadInput(IkrarError):
    """What was given cannot be used."""

    code = "bad_input"


class NotText(BadInput):
    """Bytes that are no text in an encoding we know."""

    code = "not_text"


class EmptyText(BadInput):
    """Nothing to read."""

    code = "empty_text"


class TooLarge(BadInput):
    """More than the stated limit."""

    code = "too_large"


class ForbiddenText(BadInput):
    """A character that must not enter a registered text; ``field`` and ``position`` say where (code points)."""

    code = "forbidden_text"

    def __init__(self, message: str, *, field: str, position: int, **params: object) -> None:
        self.field = field
        self.position = position
        super().__init__(message, field=field, position=position, **params)


class InvalidField(BadInput):
    """One field of a form or record is unusable; ``field`` names it."""

    code = "invalid_field"

    def __init__(self, message: str, *, field: str, **params: object) -> None:
        self.field = field
        super().__init__(message, field=field, **params)


class Missing(IkrarError):
    """It does not exist, or not for the one who asks: the same answer."""

    code = "missing"


class Conflict(IkrarError):
    """Somebody else changed it first; nothing was saved over."""

    code = "conflict"


class IllegalMove(IkrarError):
    """The table of allowed moves forbids this change of state."""

    code = "illegal_move"


class Refused(IkrarError):
    """A rule of the house stops the act; the message names the rule."""

    code = "refused"


class Late(Refused):
    """An answer that comes too late; ``since`` is the number of the act that ended what it answers."""

    code = "late"

    def __init__(self, message: str, *, since: int) -> None:
        self.since = since
        super().__init__(message)


class Damaged(Refused):
    """What was kept is not what was written: cut off, changed, or not whole."""

    code = "damaged"


class NotProven(Refused):
    """A signature that proves nothing; ``fault`` is the stable name of the check it failed."""

    code = "not_proven"

    def __init__(self, message: str, *, fault: str) -> None:
        self.fault = fault
        super().__init__(message)
