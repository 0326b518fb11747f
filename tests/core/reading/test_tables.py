"""The bundled tables fit together."""

from __future__ import annotations

import re
import tomllib

import pytest

from ikrar.core.data import files
from ikrar.core.declaration.kind import load_coarse
from ikrar.core.place import area, gazetteer
from ikrar.core.reading import kind
from ikrar.core.reading.record import Doubt, doubt
from ikrar.core.text.name import load as load_names
from tests.core.reading.reader import tables

KINDS = {
    "declaration",
    "coordination_meeting",
    "relay_handover",
    "security_roll_call",
    "operation_launch",
    "socialization",
    "other",
}
BUNDLED = [
    "areas.csv.gz",
    "areas_fictional.csv",
    "area_aliases.csv",
    "area_former.csv",
    "area_towns.csv",
    "area_words.toml",
    "police_areas.csv",
    "zones.csv",
    "elections/pilkada-2024.toml",
    "elections/pemilu-2024.toml",
    "commitment_kinds.toml",
    "article_kinds.toml",
    "pledges.toml",
    "venues.toml",
    "noise.toml",
    "institutions.toml",
    "offices.toml",
    "ranks.toml",
    "titles.toml",
    "operations.toml",
]


def phrases() -> list[str]:
    table = files.table("article_kinds.toml")
    listed = [phrase for row in table["kind"] for group in row["phrases"].values() for phrase in group]
    listed += [phrase for name in ("signed", "partisan", "aside", "generic") for phrase in table[name]["phrases"]]
    listed += [phrase for phrases in files.table("modality.toml").values() for phrase in phrases]
    listed += [phrase for group in table["election"].values() for phrase in group]
    listed += [phrase for row in files.table("commitment_kinds.toml")["kind"] for phrase in row["phrases"]]
    listed += [phrase for group in files.table("pledges.toml").values() for phrase in group]
    return listed


@pytest.mark.parametrize("name", BUNDLED)
def test_every_file_is_there_and_says_where_it_comes_from(name: str) -> None:
    assert files.file(name).is_file()
    assert f"`{name}`" in files.file("PROVENANCE.md").read_text(encoding="utf-8")


def test_the_notice_of_the_areas_licence_travels_with_them() -> None:
    assert "Copyright (c) 2017-2025 Cahya DSN" in files.file("areas.LICENSE.txt").read_text(encoding="utf-8")


def test_notes_in_a_table_are_no_rows() -> None:
    assert all(not row["alias"].startswith("#") for row in files.rows("area_aliases.csv"))


def test_the_kinds_of_articles_are_those_of_the_contract() -> None:
    assert set(tables().article_kinds.kinds) == KINDS
    assert {kind.DECLARATION, kind.RELAY, kind.OTHER} <= KINDS
    assert kind.NONE not in KINDS


@pytest.mark.parametrize("phrase", phrases())
def test_every_phrase_is_written_in_lower_case_and_in_the_phrase_language(phrase: str) -> None:
    assert phrase == phrase.lower().strip()
    assert re.fullmatch(r"(?:[a-z0-9:()/-]+\*?|\.\.|\*)(?: (?:[a-z0-9:()/-]+\*?|\.\.))*", phrase), phrase
    assert not phrase.startswith("..")
    assert not phrase.endswith("..")


def test_every_rank_has_one_usual_form() -> None:
    table = tomllib.loads(files.file("ranks.toml").read_text(encoding="utf-8"))["rank"]
    names = load_names()
    for usual, written in table.items():
        assert any(names.rank_forms[form.replace(" ", "")] == usual for form in written), usual


def test_words_around_names_never_stand_on_both_sides() -> None:
    names = load_names()
    assert not names.before & names.after
    assert not names.never & {word.lower() for word in names.short}
    assert not names.never & names.particles


def test_every_tail_of_an_institution_is_known() -> None:
    assert set(tables().institutions.tails.values()) == {"place", "optional", "number", "name", "none"}


def test_the_wider_words_belong_to_coarse_kinds() -> None:
    assert set(load_coarse()) == {"succeed_election", "report_violations", "other"}


def test_villages_are_known_by_name_and_read_only_once() -> None:
    book = gazetteer.load(())
    assert book.villages.read(["telaga", "rinjing"], 0, 2)[:1] == [(2, ("98.01.01.2002",))]
    assert book.villages is book.villages


def test_the_list_of_villages_alone_names_every_village() -> None:
    assert list(area.villages()) == [(one.name, one.code) for one in area.load() if one.level == 4]


def test_a_doubt_fills_its_sentence_with_its_parameters() -> None:
    one = doubt("points", "Teks menyebut {count} poin, tetapi {listed} yang ditemukan.", count=7, listed=5)
    assert one == Doubt("points", one.message, (("count", 7), ("listed", 5)))
    assert one.why == "Teks menyebut 7 poin, tetapi 5 yang ditemukan."
    assert one.as_json() == {"field": "points", "why": one.why}
