"""What the press asks of every event, in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from ikrar.core.release.facts import Question

register = template.Library()

QUESTION_NAMES: dict[str, str] = {
    Question.WHAT.value: "apa",
    Question.WHO.value: "siapa",
    Question.WHEN.value: "kapan",
    Question.WHERE.value: "di mana",
    Question.WHY.value: "mengapa",
    Question.HOW.value: "bagaimana",
}


@register.filter
def press_question(question: str) -> str:
    """A question of the press, in the reader's language."""
    return gettext(QUESTION_NAMES.get(question, question))
