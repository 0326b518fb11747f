"""A bundle shows what it shows, and each change to any part of it is found and named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ikrar.core.certificate.bundle import Act, Bundle, read, write
from ikrar.core.certificate.check import Fault, Ledger, Proof, Signing, check_bundle
from ikrar.core.certificate.said import FAULTS, Mark, said
from ikrar.core.ledger.leaf import parse
from ikrar.core.ledger.policy import Policy
from ikrar.core.signature.challenge import Act as Declared
from ikrar.core.signature.challenge import Signatory
from tests.core.certificate import made
from tests.core.ledger import keys
from tests.phone import Phone

FROZEN, MADE, OWN, ANOTHER, KEY, LINK, FIRST, SECOND = range(8)


def words(bundle: Bundle, *, trusting: bool = True) -> list[tuple[Mark, str]]:
    """Return what is said of a bundle, filled in."""
    verdict = check_bundle(bundle, made.POLICY if trusting else None)
    return [(one.mark, one.message.format(**one.params)) for one in said(verdict)]


def with_act(place: int, new: Act | None) -> list[Act]:
    """Return the acts with one replaced, or left out."""
    found = made.acts()
    return found[:place] + ([new] if new else []) + found[place + 1 :]


def signing(found: list[Act], n: int) -> Signing:
    return next(one for one in check_bundle(made.bundle(found), made.POLICY).signings if one.n == n)


def test_everything_holds_in_a_whole_bundle_read_from_its_own_bytes() -> None:
    verdict = check_bundle(read(write(made.bundle())), made.POLICY)
    assert verdict.holds
    assert verdict.ledger is Ledger.WITNESSED
    assert verdict.text is not None
    by_key, by_link, by_hand = verdict.signings
    assert (by_key.method, by_key.standing, by_key.by) == ("passkey", True, (made.KPU, made.BAWASLU))
    assert (by_link.method, by_link.standing, by_link.by) == ("passkey", False, ())
    assert (by_hand.method, by_hand.fault, by_hand.by) == ("hand", None, (made.KPU, made.BAWASLU))
    assert {one.ledger for one in verdict.signings} == {Ledger.WITNESSED}
    assert verdict.acts[0].witnesses["KPU"] == made.SEEN


def test_what_a_whole_bundle_means_is_said_with_how_sure_it_is() -> None:
    found = words(made.bundle())
    told = " ".join(text for _mark, text in found)
    for part in (
        made.DIGEST[:16],
        "didaftarkan oleh 98.01/kpu",
        "menandatangani naskah ini di https://ikrar.example",
        "dijamin oleh 98.01/kpu, 98.01/bawaslu",
        "belum dijamin dua lembaga",
        "disaksikan 98.01/kpu, 98.01/bawaslu",
        "disaksikan BAWASLU, KPU, PERS, POLRI, UNIV; saksi melihatnya sejak 2024-08-16T05:02Z",
        "ditepati: tidak dibuktikan",
    ):
        assert part in told, part
    assert Mark.BROKEN not in {mark for mark, _text in found}


def test_a_text_that_is_not_the_one_of_the_digest_stops_everything_else() -> None:
    changed = made.TEXT.replace(b"Menolak", b"Menerima", 1)
    assert changed != made.TEXT
    for text in (changed, b"{}"):
        verdict = check_bundle(made.bundle(text=text), made.POLICY)
        assert (verdict.text, verdict.holds) == (None, False)
        assert [one.mark for one in said(verdict)] == [Mark.BROKEN]
    other = made.digest(b"{}")
    assert check_bundle(made.bundle(text=b"{}", digest=other), made.POLICY).text is None


def test_a_changed_record_is_not_what_its_leaf_commits_to() -> None:
    bundle = made.bundle()
    for n, one in enumerate(bundle.acts):
        acts = (*bundle.acts[:n], made.rewritten(one, by="98.01/palsu"), *bundle.acts[n + 1 :])
        verdict = check_bundle(replace(bundle, acts=acts), made.POLICY)
        assert (verdict.broken, verdict.holds) == (1, False)
        assert any("tidak cocok dengan daunnya" in text for _mark, text in words(replace(bundle, acts=acts)))


def test_a_leaf_that_is_none_and_a_leaf_of_another_act_are_not_counted() -> None:
    first = made.acts()[KEY]
    assert check_bundle(made.bundle([replace(first, leaf=b"daun")]), made.POLICY).broken == 1
    other = made.act("signature.refused", made.KPU, made.REF, declaration=made.REF)
    wrong = {"act": "signature.given"}
    leaf = other.leaf
    assert check_bundle(made.bundle([Act(leaf, other.r, wrong)]), made.POLICY).broken == 1
    assert check_bundle(made.bundle([replace(other, r=b"x")]), made.POLICY).broken == 1


def test_an_act_whose_record_names_another_act_than_its_leaf_is_not_counted() -> None:
    forged = made.act("certificate.issued", made.KPU, made.REF, **{"act": "signature.given"})
    assert check_bundle(made.bundle([forged]), made.POLICY).broken == 1


# --- signatures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"digest": "0" * 64}, Fault.OTHER_TEXT),
        ({"act": Declared.WITHDRAW}, Fault.OTHER_TEXT),
        ({"signatory": Signatory(made.KPU, "KPU Kabupaten Rekaan", "Sekretaris")}, Fault.OTHER_OFFICE),
        ({"capacity": "saksi"}, Fault.OTHER_OFFICE),
        ({"capacity": "bukan penyelenggara"}, Fault.OTHER_OFFICE),
    ],
)
def test_a_signature_for_something_else_does_not_count_here(changes: dict[str, Any], fault: Fault) -> None:
    found = with_act(KEY, made.given(1, made.BY_KEY, made.PHONE, **changes))
    assert signing(found, 1).fault is fault
    assert not check_bundle(made.bundle(found), made.POLICY).holds
    assert (Mark.BROKEN, FAULTS[fault].format(who="Ketua, KPU Kabupaten Rekaan")) in words(made.bundle(found))


def committed(**changes: Any) -> list[Act]:
    """Return the acts with a signature whose record was changed before its leaf was made."""
    record = dict(made.acts()[KEY].record) | changes
    record.pop("act")
    return with_act(KEY, made.act("signature.given", made.KPU, made.BY_KEY, **record))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"key": "0" * 64}, Fault.OTHER_OFFICE),
        ({"origin": "https://lain.example"}, Fault.NOT_SIGNED),
        ({"rp_id": "lain.example"}, Fault.NOT_SIGNED),
        ({"assertion": None}, Fault.UNREADABLE),
        ({"assertion": {"spki": "x"}}, Fault.UNREADABLE),
        ({"statement": None}, Fault.UNREADABLE),
        ({"statement": {"act": "sign"}}, Fault.UNREADABLE),
        ({"on_behalf_of": "seluruh jajaran"}, Fault.OTHER_OFFICE),
        ({"n": "satu"}, None),
    ],
)
def test_a_record_that_was_false_from_the_beginning_is_found_too(changes: dict[str, Any], fault: Fault | None) -> None:
    (one,) = [x for x in check_bundle(made.bundle(committed(**changes)), made.POLICY).signings if x.n in {0, 1}]
    assert one.fault is fault


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature", "spki"])
def test_every_part_of_an_assertion_is_needed(part: str) -> None:
    assertion = dict(made.acts()[KEY].record["assertion"])
    other = dict(made.acts()[LINK].record["assertion"])
    swapped = signing(committed(assertion=assertion | {part: other[part]}), 1)
    assert (swapped.fault is None) == (part == "authenticatorData")  # both phones write the same bytes there
    for spoiled in ("!", "A", ""):
        assert signing(committed(assertion=assertion | {part: spoiled}), 1).fault is not None


def test_a_signature_of_an_acting_official_names_the_capacity_with_it() -> None:
    found = with_act(KEY, made.given(1, made.BY_KEY, made.PHONE, capacity="Plt. penyelenggara"))
    one = signing(found, 1)
    assert (one.fault, one.capacity) == (None, "Plt. penyelenggara")


def test_decision15_a_key_is_the_office_s_only_by_the_word_of_its_institution_and_another() -> None:
    for place in (MADE, OWN, ANOTHER):
        assert not signing(with_act(place, None), 1).standing
    other = made.enrolment("enrolment.vouched", made.POLRES)
    assert not signing(with_act(OWN, other), 1).standing
    assert signing(with_act(ANOTHER, other), 1).by == (made.KPU, made.POLRES)


def test_a_vouch_that_came_after_the_hour_of_the_signature_does_not_count() -> None:
    late = made.enrolment("enrolment.vouched", made.BAWASLU, made.NOON + timedelta(hours=1))
    assert not signing(with_act(ANOTHER, late), 1).standing


@pytest.mark.parametrize("changes", [{"institution": made.BAWASLU}, {"office": "Sekretaris"}, {"key": "0" * 64}])
def test_a_key_that_was_enrolled_for_another_office_is_nobody_s_here(changes: dict[str, Any]) -> None:
    assert not signing(with_act(MADE, made.enrolment("enrolment.made", made.KPU, **changes)), 1).standing


def test_a_text_that_names_the_institution_alone_lets_each_of_its_offices_sign() -> None:
    changes = {"institution": made.POLRES, "office": "Kapolres"}
    found = [made.acts()[FROZEN], made.enrolment("enrolment.made", made.POLRES, **changes)]
    found += [made.enrolment("enrolment.vouched", by, **changes) for by in (made.POLRES, made.KPU)]
    found.append(made.given(3, made.BY_KEY, made.PHONE))
    assert signing(found, 3).standing


def test_a_key_revoked_before_the_hour_of_its_signature_signs_nothing() -> None:
    before = made.enrolment("enrolment.revoked", made.KPU, made.NOON - timedelta(hours=1))
    assert signing([*made.acts(), before], 1).fault is Fault.REVOKED
    after = made.enrolment("enrolment.revoked", made.KPU)
    assert signing([*made.acts(), after], 1).fault is None


def test_one_attesting_institution_makes_no_signature_by_hand() -> None:
    found = check_bundle(made.bundle(with_act(SECOND, None)), made.POLICY)
    assert [one.n for one in found.signings] == [1, 2]


def test_a_withdrawn_signature_and_a_refusal_are_said_with_their_reason() -> None:
    ended = made.act("signature.withdrawn", made.KPU, made.BY_KEY, **made.pledge(1, reason="Keliru."))
    refused = made.act("signature.refused", made.BAWASLU, "G" * 26, **made.pledge(2, reason="Belum sepakat."))
    found = made.bundle([*made.acts(), ended, refused])
    assert check_bundle(found, made.POLICY).signings[0].withdrawn == "Keliru."
    told = " ".join(text for _mark, text in words(found))
    assert "MENARIK tanda tangan ini pada 2024-08-16T05Z. Alasan: Keliru." in told
    assert "Bawaslu Kabupaten Rekaan menyatakan tidak menandatangani" in told


def ended_by_key(phone: Phone, **changes: Any) -> Act:
    """Return a withdrawal of the first office's signature with the proof of a key; ``changes`` are its record's."""
    given = made.given(1, made.BY_KEY, phone, act=Declared.WITHDRAW)
    record = dict(given.record) | {"reason": "Keliru."} | changes
    del record["act"]
    return made.act("signature.withdrawn", made.KPU, made.BY_KEY, **record)


def test_a_withdrawal_that_the_signing_key_signed_is_proven_by_it() -> None:
    bundle = made.bundle([*made.acts(), ended_by_key(made.PHONE)])
    verdict = check_bundle(bundle, made.POLICY)
    assert (verdict.signings[0].withdrawn, verdict.signings[0].withdrawn_by) == ("Keliru.", Proof.KEY)
    assert verdict.proven
    assert (
        Mark.PROVEN,
        "Ketua, KPU Kabupaten Rekaan: kunci yang menandatangani itu sendiri menandatangani penarikannya.",
    ) in [(mark, text) for mark, text in words(bundle)]


@pytest.mark.parametrize(
    "ended",
    [
        pytest.param(lambda: ended_by_key(made.OTHER), id="another key"),
        pytest.param(lambda: ended_by_key(made.PHONE, n=2), id="another office"),
        pytest.param(lambda: ended_by_key(made.PHONE, digest="0" * 64), id="another text"),
        pytest.param(lambda: ended_by_key(made.PHONE, assertion={}), id="no answer"),
        pytest.param(lambda: ended_by_key(made.PHONE, origin="https://palsu.example"), id="another site"),
        pytest.param(
            lambda: made.act(
                "signature.withdrawn",
                made.KPU,
                made.BY_KEY,
                **(
                    {k: v for k, v in made.given(1, made.BY_KEY, made.PHONE).record.items() if k != "act"}
                    | {"reason": "Keliru."}
                ),
            ),
            id="the signature itself",
        ),
    ],
)
def test_a_withdrawal_that_names_a_key_which_did_not_sign_it_is_broken(ended: Callable[[], Act]) -> None:
    bundle = made.bundle([*made.acts(), ended()])
    verdict = check_bundle(bundle, made.POLICY)
    assert verdict.signings[0].withdrawn_by is Proof.BROKEN
    assert not verdict.holds
    assert [text for mark, text in words(bundle) if mark is Mark.BROKEN] == [
        "Ketua, KPU Kabupaten Rekaan: penarikan itu menyebut kunci yang tidak menandatanganinya."
    ]


def named(*acts: Act) -> list[Act]:
    """Return acts with the names of who left their leaves, in the records they commit to."""
    names = {made.KPU: "KPU Kabupaten Rekaan", made.BAWASLU: "Bawaslu Kabupaten Rekaan"}
    found = []
    for one in acts:
        leaf = parse(one.leaf)
        record = {key: value for key, value in one.record.items() if key != "act"}
        found.append(made.act(leaf.type, leaf.by, leaf.ref, **(record | {"by_name": names[leaf.by]})))
    return found


def test_institutions_are_called_by_the_names_that_the_records_tell() -> None:
    frozen, enrolled, own, another, *rest = made.acts()
    told = " ".join(text for _mark, text in words(made.bundle([*named(frozen, enrolled, own, another), *rest])))
    assert "didaftarkan oleh KPU Kabupaten Rekaan pada" in told
    assert "dijamin oleh KPU Kabupaten Rekaan, Bawaslu Kabupaten Rekaan." in told
    assert made.KPU not in told


def test_a_name_that_the_records_do_not_agree_on_is_no_name() -> None:
    other = made.act("signature.refused", made.KPU, "G" * 26, **made.pledge(2, reason="", by_name="KPU Lain"))
    verdict = check_bundle(made.bundle([*named(made.acts()[FROZEN]), other]), made.POLICY)
    assert verdict.names == {}
    assert "didaftarkan oleh 98.01/kpu" in " ".join(one.message.format(**one.params) for one in said(verdict))


def test_acts_about_another_declaration_are_not_this_one_s() -> None:
    verdict = check_bundle(made.bundle(declaration="Z" * 26), made.POLICY)
    assert (verdict.frozen, verdict.signings, verdict.holds) == (None, (), False)
    told = words(made.bundle(declaration="Z" * 26))
    assert (Mark.BROKEN, "Berkas ini tidak menunjukkan bahwa naskah itu pernah didaftarkan.") in told
    assert (Mark.OPEN, "Berkas ini tidak memuat tanda tangan.") in told


# --- the ledger -------------------------------------------------------------------------------------------------------


def ledger(bundle: Bundle, *, trusting: bool = True) -> Ledger:
    return check_bundle(bundle, made.POLICY if trusting else None).ledger


def test_without_a_policy_the_ledger_is_not_checked_and_that_is_said() -> None:
    assert ledger(made.bundle(), trusting=False) is Ledger.UNCHECKED
    assert any("tidak ada kebijakan saksi" in text for _mark, text in words(made.bundle(), trusting=False))
    assert check_bundle(made.bundle(), None).holds


def test_a_leaf_that_waits_contradicts_nothing_and_proves_nothing_yet() -> None:
    bundle = made.bundle()
    waiting = replace(bundle, acts=(*bundle.acts[:-1], replace(bundle.acts[-1], proof=None)))
    assert ledger(waiting) is Ledger.WAITING
    assert check_bundle(waiting, made.POLICY).holds
    assert any("belum masuk titik periksa" in text for _mark, text in words(waiting))


def test_a_file_that_nobody_put_into_a_ledger_proves_no_registration_and_no_vouch() -> None:
    bundle = made.bundle()
    alone = replace(bundle, acts=tuple(replace(act, proof=None) for act in bundle.acts))
    assert check_bundle(bundle, made.POLICY).proven
    assert not check_bundle(alone, made.POLICY).proven
    told = {text: mark for mark, text in words(alone)}
    assert told["Naskah itu didaftarkan oleh 98.01/kpu pada 2024-08-16T05Z."] is Mark.TOLD
    vouched = next(text for text in told if text.endswith("milik jabatan ini dijamin oleh 98.01/kpu, 98.01/bawaslu."))
    assert told[vouched] is Mark.TOLD


@pytest.mark.parametrize("place", [MADE, OWN, ANOTHER])
def test_a_vouch_added_to_a_genuine_proof_is_only_told(place: int) -> None:
    bundle = made.bundle()
    added = list(bundle.acts)
    added[place] = replace(added[place], proof=None)
    one = next(one for one in check_bundle(replace(bundle, acts=tuple(added)), made.POLICY).signings if one.n == 1)
    assert (one.standing, one.seen) == (True, False)
    assert not check_bundle(replace(bundle, acts=tuple(added)), made.POLICY).proven


def test_a_policy_that_asks_for_no_witness_lets_nothing_be_witnessed() -> None:
    nobody = Policy.parse(keys.policy_text().split("witness ")[0] + "quorum none\n")
    verdict = check_bundle(made.bundle(), nobody)
    told = [(one.mark, one.message) for one in said(verdict)]
    assert (Mark.TOLD, "Buku besar memuatnya; kebijakan yang dipakai tidak meminta saksi.") in told
    assert not any(one.seen for one in verdict.signings if one.standing)
    assert not any("disaksikan {names}; saksi" in message for _mark, message in told)


def test_too_few_witnesses_are_told_as_too_few() -> None:
    few = made.bundle(witnesses=("KPU", "UNIV"))
    assert ledger(few) is Ledger.SIGNED
    assert not check_bundle(few, made.POLICY).proven
    assert any("saksinya belum cukup" in text for _mark, text in words(few))
    assert ledger(made.bundle(witnesses=("KPU", "POLRI", "PERS"))) is Ledger.WITNESSED


@pytest.mark.parametrize(
    "spoil",
    [
        lambda proof: proof.replace("index 1\n", "index 2\n"),
        lambda proof: proof.replace(keys.ORIGIN, "lain.contoh/ledger"),
        lambda proof: proof.replace("\n8\n", "\n9\n"),
        lambda proof: proof[:-20] + "\n",
        lambda _proof: "",
    ],
)
def test_a_changed_proof_breaks_the_ledger(spoil: Any) -> None:
    bundle = made.bundle()
    changed = replace(bundle.acts[1], proof=spoil(bundle.acts[1].proof))
    assert changed.proof != bundle.acts[1].proof
    broken = replace(bundle, acts=(bundle.acts[0], changed, *bundle.acts[2:]))
    assert ledger(broken) is Ledger.BROKEN
    assert not check_bundle(broken, made.POLICY).holds
    assert any("tidak cocok dengan kebijakan saksi" in text for _mark, text in words(broken))


def test_a_proof_of_another_leaf_is_broken() -> None:
    bundle = made.bundle()
    changed = replace(bundle.acts[1], proof=bundle.acts[2].proof)
    assert ledger(replace(bundle, acts=(bundle.acts[0], changed))) is Ledger.BROKEN


def test_a_checkpoint_that_only_a_witness_signed_is_no_log_s() -> None:
    bundle = made.bundle()
    proof = bundle.acts[0].proof or ""
    head, blank, note = proof.rpartition("\n\n")
    without = "".join(line for line in note.splitlines(keepends=True) if keys.ORIGIN not in line)
    assert ledger(replace(bundle, acts=(replace(bundle.acts[0], proof=head + blank + without),))) is Ledger.BROKEN
