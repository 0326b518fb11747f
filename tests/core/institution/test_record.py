"""An institution as written down, its offices and terms: what cannot be is refused by field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ikrar.core.errors import InvalidField
from ikrar.core.institution.office import Term, check_term
from ikrar.core.institution.record import OfficeRecord, Record, check

KPU = Record("35.28/kpu", "kpu", "regency", "KPU Kabupaten Pamekasan", "KPU Pamekasan", "35.28")
BAD: list[tuple[dict[str, Any], str]] = [
    ({"code": "kpu"}, "institution"),
    ({"code": "35/kpu"}, "institution"),
    ({"kind": "polisi"}, "institution_kind"),
    ({"level": "dusun"}, "level"),
    ({"name": ""}, "institution_name"),
    ({"name": "dua\nbaris"}, "institution_name"),
    ({"name": " pinggir"}, "institution_name"),
    ({"name": "x" * 161}, "institution_name"),
    ({"short_name": "x" * 81}, "short_name"),
    ({"parent": "35.28/kpu"}, "parent"),
    ({"valid_from": date(2026, 1, 2), "valid_until": date(2026, 1, 1)}, "valid_until"),
    ({"offices": (OfficeRecord(""),)}, "office"),
    ({"offices": (OfficeRecord("Ketua", "raja"),)}, "office_kind"),
    ({"offices": (OfficeRecord("Ketua", "head", date(2026, 1, 2), date(2026, 1, 1)),)}, "valid_until"),
]


def test_a_usual_institution_passes() -> None:
    check(KPU)
    check(replace(KPU, short_name="", parent="35/kpu", offices=(OfficeRecord("Ketua KPU Kabupaten Pamekasan"),)))


@pytest.mark.parametrize(("values", "field"), BAD)
def test_a_value_that_cannot_be_is_refused_by_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as refusal:
        check(replace(KPU, **values))
    assert refusal.value.field == field


def test_terms_of_one_office_do_not_overlap() -> None:
    old = Term(date(2024, 1, 1), date(2025, 12, 31))
    check_term(Term(date(2026, 1, 1)), [old])
    check_term(Term(date(2023, 1, 1), date(2023, 12, 31)), [old])
    for term in (Term(date(2025, 12, 31)), Term(date(2023, 1, 1)), Term(date(2024, 5, 1), date(2024, 6, 1))):
        with pytest.raises(InvalidField, match="bertumpang tindih"):
            check_term(term, [old])
    with pytest.raises(InvalidField, match="mendahului"):
        check_term(Term(date(2026, 1, 2), date(2026, 1, 1)), [])
