"""Commitment kinds of points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ikrar.core.declaration.kind import coarse, load, load_coarse, suggest

KINDS = load()
FINE = {
    "NO_HOAX", "NO_MONEY_POLITICS", "NO_SARA", "UNITY_NKRI", "NO_HATE_SPEECH", "OBEY_LAW", "LUBER_JURDIL", "INTEGRITY",
    "PEACE_SAFE", "SUPPORT_SECURITY", "NO_PROVOCATION", "ACCEPT_RESULT", "RESPECT_DIVERSITY", "NO_INTIMIDATION",
    "NEUTRALITY", "NO_FORBIDDEN_PLACES", "PARTICIPATION", "NO_BANNED_ACTORS", "NO_BLACK_CAMPAIGN", "PUBLIC_WELFARE",
    "ETHICS", "FINANCE_REPORT", "ACCEPT_SANCTION",
}  # fmt: skip
COARSE = {
    "unity_nkri", "obey_law", "support_security_forces", "succeed_election", "reject_provocation", "reject_hoax",
    "reject_hate_sara", "reject_money_politics", "accept_results", "peaceful_campaign", "protect_public_order",
    "neutrality", "report_violations", "other",
}  # fmt: skip


def codes(text: str) -> set[str]:
    return {one.code for one in suggest(text, KINDS)}


def test_every_kind_of_the_codebook_is_there_once() -> None:
    assert {kind.code for kind in KINDS} == FINE
    assert len(KINDS) == len(FINE)


def test_every_kind_is_explained_to_a_resident_in_one_sentence_of_both_languages() -> None:
    for kind in KINDS:
        assert set(kind.name) == set(kind.meaning) == {"id", "en"}
        assert all(text.endswith(".") and text.count(".") == 1 for text in kind.meaning.values())


def test_every_kind_counts_under_one_of_the_coarse_list() -> None:
    assert {kind.coarse for kind in KINDS} | {kind.campaign for kind in KINDS} | set(load_coarse()) <= COARSE


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("Mendukung dan membantu TNI dan Polri menjaga keamanan pemilihan yang aman dan damai", {"SUPPORT_SECURITY"}),
        ("Menjaga persatuan dan kesatuan bangsa", {"UNITY_NKRI"}),
        ("Menolak segala bentuk provokasi", {"NO_PROVOCATION"}),
        ("Menangkal hoaks dan ujaran kebencian", {"NO_HOAX", "NO_HATE_SPEECH"}),
        ("Menolak money politik dan politisasi SARA", {"NO_MONEY_POLITICS", "NO_SARA"}),
        ("Taat pada peraturan perundang-undangan", {"OBEY_LAW"}),
        ("Pemilihan yang langsung, umum, bebas, rahasia, jujur dan adil", {"LUBER_JURDIL"}),
        ("Pemilihan yang bermartabat tanpa kecurangan", {"INTEGRITY"}),
        ("Menjaga suasana aman, tertib dan sejuk", {"PEACE_SAFE"}),
        ("Siap menerima hasil pemilihan", {"ACCEPT_RESULT"}),
        ("Saling menghormati perbedaan pilihan", {"RESPECT_DIVERSITY"}),
        ("Tidak melakukan intimidasi dan kekerasan", {"NO_INTIMIDATION"}),
        ("Bersikap netral dan tidak memihak", {"NEUTRALITY"}),
        ("Tidak memakai tempat ibadah", {"NO_FORBIDDEN_PLACES"}),
        ("Mengajak warga menggunakan hak pilihnya", {"PARTICIPATION"}),
        ("Tidak melibatkan ASN", {"NO_BANNED_ACTORS"}),
        ("Tidak melakukan kampanye hitam", {"NO_BLACK_CAMPAIGN"}),
        ("Mengutamakan kepentingan umum", {"PUBLIC_WELFARE"}),
        ("Menjaga etika dan sopan santun", {"ETHICS"}),
        ("Melaporkan dana kampanye", {"FINANCE_REPORT"}),
        ("Siap menerima sanksi bila melanggar", {"ACCEPT_SANCTION"}),
        ("Menyediakan sarana parkir", set()),
    ],
)
def test_a_point_is_tagged_with_what_it_commits_to(point: str, expected: set[str]) -> None:
    assert codes(point) == expected


def test_each_suggestion_shows_the_words_that_moved_it() -> None:
    point = "Menolak hoaks, HOAX dan kabar bohong"
    (one,) = suggest(point, KINDS)
    assert one.words == ("hoaks", "HOAX", "kabar bohong")
    assert tuple(point[start:end] for start, end in one.spans) == one.words


def test_peace_counts_as_peaceful_campaign_only_when_the_point_speaks_of_the_campaign() -> None:
    assert coarse("PEACE_SAFE", "Kampanye yang damai", KINDS) == "peaceful_campaign"
    assert coarse("PEACE_SAFE", "Menjaga suasana damai", KINDS) == "protect_public_order"
    with pytest.raises(KeyError):
        coarse("NOTHING", "", KINDS)


@given(st.text(max_size=80))
def test_no_text_makes_a_suggestion_without_words(text: str) -> None:
    for one in suggest(text, KINDS):
        assert one.words
        assert all(text[start:end] == word for word, (start, end) in zip(one.words, one.spans, strict=True))
