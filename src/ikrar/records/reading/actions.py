"""Start, keep, confirm and erase reading drafts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import Q

from ikrar.core.account.role import Role
from ikrar.core.declaration.form import DeclarationForm
from ikrar.core.declaration.move import State
from ikrar.core.errors import Conflict, InvalidField, Missing, Refused
from ikrar.core.reading import doubt as doubts
from ikrar.core.reading import known as knowing
from ikrar.core.reading import merge as merging
from ikrar.core.reading import same_event, summary
from ikrar.core.reading.form import ReadingForm, form_from_json, form_of
from ikrar.core.reading.read import read
from ikrar.core.reading.record import Doubt
from ikrar.core.reading.tables import Tables, load
from ikrar.records import identity
from ikrar.records.account.access import Holder
from ikrar.records.declaration import actions as declaration
from ikrar.records.declaration import queries as register
from ikrar.records.declaration.models import Declaration
from ikrar.records.erasure import forget_pages
from ikrar.records.ledger import actions as ledger
from ikrar.records.place import queries as place
from ikrar.records.reading import access, event, known
from ikrar.records.reading.models import Origin, Reading
from ikrar.records.ref import new_ref
from ikrar.records.turn import take_turn

LIFE = timedelta(days=30)
MOST_SOURCES = 10  # of one merged draft


@cache
def tables() -> Tables:
    """Return the reader's tables, loaded once a process."""
    return load()


def start(
    holder: Holder, *, text: str, published: date | None, source_url: str, submission: str, now: datetime
) -> Reading:
    """Read an article into a draft of its author; nothing else is written (decision 26).

    ``submission`` names the form that was sent: the same one sent twice gives the same draft. Raises Missing for who
    is no secretary, EmptyText, TooLarge and the like for what cannot be read.
    """
    institution = holder.institution_for(Role.SECRETARY, None)
    if institution is None:
        raise Missing("Halaman ini tidak ada.")
    with identity.system():  # a draft past its date is nobody's, and still in the way
        known = Reading.objects.filter(author_id=holder.user_id, submission=submission).first()
    if known is not None and known.expires > now:
        return known
    if known is not None:
        erase_expired(now)
    found = read(text, tables=tables(), published=published, source_url=source_url or None)
    values = found.as_json() | {"doubts": [_spoken_later(d) for d in found.doubts]}
    form = _with_source(form_of(values, title=_title(values)), source_url)
    with transaction.atomic():
        reading, fresh = Reading.objects.get_or_create(
            author_id=holder.user_id,
            submission=submission,
            defaults={
                "institution_id": institution,
                "text": found.text,
                "published": published,
                "found": values,
                "form": form.as_json(),
                "traces": list(same_event.traces(found.text)),
                **_repeated(values, form, {}),
                "created": now,
                "expires": now + LIFE,
            },
        )
        if fresh:
            reading.event = event.suggested(holder, reading)
            reading.save(update_fields=["event"])
    return reading


def _spoken_later(doubt: Doubt) -> dict[str, object]:
    """Keep a doubt as its sentence and parameters, so that each reader gets it in their own language."""
    kept: dict[str, object] = {"field": doubt.field, "message": doubt.message}
    kept["params"] = {k: str(v) for k, v in doubt.params}
    kept["alternatives"] = [one.as_json() for one in doubt.alternatives]
    return kept


def _repeated(found: Mapping[str, Any], form: ReadingForm, chosen: Mapping[str, int]) -> dict[str, Any]:
    """Return the columns that repeat what the form and the finding hold."""
    asked = doubts.questions(found, chosen)
    left = doubts.doubtful(asked, form, form_of(found, title=""))
    gist = summary.gist(form.declaration)
    return {
        "title": gist.title,
        "area_code": gist.area_code,
        "event_date": gist.event_date,
        "doubtful": "".join(f" {name}" for name in left) + " " if left else "",
    }


def _title(found: dict[str, object]) -> str:
    """Propose a title from the election and the place; empty when either is unknown."""
    election, code = str(found.get("election") or ""), str(found.get("area_code") or "")
    area = place.find(code) if code else None
    if not election or area is None:
        return ""
    noun = "Pilkada" if election.startswith("pilkada") else "Pemilu"
    year = str(found.get("event_date") or "")[:4] if not election[-4:].isdigit() else election[-4:]
    return " ".join(f"Deklarasi {noun} Damai {year} {area.name}".split())


def _with_source(form: ReadingForm, source_url: str) -> ReadingForm:
    values = form.as_json()
    values["declaration"] = {**form.declaration.as_json(), "source_url": source_url.strip()}
    return form_from_json(values)


def save(holder: Holder, ref: str, *, edition: int, form: ReadingForm) -> int:
    """Keep the form of a draft and return its new edition; raises Conflict when ``edition`` is stale."""
    with transaction.atomic():
        take_turn(ref)
        reading = _still_open(holder, ref)
        _check_edition(reading, edition)
        _keep(holder, reading, form)
    return reading.edition


def _check_edition(reading: Reading, edition: int) -> None:
    if reading.edition != edition:
        raise Conflict("Draf ini sudah diubah di jendela lain. Tidak ada yang ditimpa.")


def _keep(holder: Holder, reading: Reading, form: ReadingForm) -> None:
    """Write a form and what was chosen into its row, with the columns that repeat them.

    When the place or the day has changed, another event may be suggested; a merged draft stays with its own.
    """
    before = reading.area_code, reading.event_date
    repeated = _repeated(reading.found, form, reading.chosen)
    for name, value in repeated.items():
        setattr(reading, name, value)
    reading.form = form.as_json()
    reading.edition += 1
    if before != (reading.area_code, reading.event_date) and not reading.sources.exists():
        reading.event = event.suggested(holder, reading)
    reading.save(update_fields=["form", "chosen", "edition", "event", *repeated])


def choose(holder: Holder, ref: str, *, edition: int, form: ReadingForm, number: int, taken: int) -> int:
    """Keep the form with one of the readings that compete for a doubt in it, and remember which; returns the edition.

    ``taken`` is the number of an option, or ``LOOKED_AT``. Nothing but this draft changes. Raises Conflict when
    ``edition`` is stale, BadInput for numbers that are none, and InvalidField for a place that no one area bears.
    """
    with transaction.atomic():
        take_turn(ref)
        reading = _still_open(holder, ref)
        _check_edition(reading, edition)
        question, option = doubts.option(doubts.questions(reading.found, reading.chosen), number, taken)
        if option is not None:
            value = _area_of(option.value) if question.field in doubts.AREAS else option.value
            form = doubts.applied(form, question.field, value, doubts.words(reading.text, option))
        reading.chosen = reading.chosen | {str(number): taken}
        _keep(holder, reading, form)
    return reading.edition


def take_known(
    holder: Holder, ref: str, *, edition: int, form: ReadingForm, part: str, row: int, code: str, office: str
) -> int:
    """Keep the form with a registered name or office that was proposed for one of its rows; returns the edition.

    ``part`` is ``institution`` (the row of those who pledge takes the name) or ``role`` (the office goes among those
    who pledge). Raises Conflict when ``edition`` is stale, BadInput for what is not proposed for this form.
    """
    with transaction.atomic():
        take_turn(ref)
        reading = _still_open(holder, ref)
        _check_edition(reading, edition)
        choice = known.find(form, tables().gazetteer).choice(part, row, code, office)
        if part == "institution":
            form = knowing.with_institution(form, row, choice)
        else:
            form = knowing.with_office(form, choice)
        _keep(holder, reading, form)
    return reading.edition


def _area_of(value: str) -> str:
    """Return the code of the area that a reading names, by code or by name; raises InvalidField unless it is one."""
    found = place.look_up(value, limit=1)
    if not found.sure:
        sentence = "“{value}” tidak menunjuk satu wilayah saja. Pilih wilayahnya dari hasil pencarian."
        raise InvalidField(sentence, field="area", value=value)
    return found.choices[0].place.code


def merge(holder: Holder, ref: str, *, edition: int, others: Mapping[str, int], picks: Mapping[str, str]) -> int:
    """Put other drafts of one event into a draft, field by field as picked; returns its new edition.

    ``others`` are references with the editions that were seen, ``picks`` says by field whose value is taken
    (:func:`ikrar.core.reading.merge.merged`). The others stay as its sources, can be taken out again, and all are
    erased on the earliest of their days. Raises Conflict for a stale edition, Refused for a draft that has sources.
    """
    with transaction.atomic():
        for one in sorted({ref, *others}):
            take_turn(one)
        reading = _still_open(holder, ref)
        _check_edition(reading, edition)
        sources = [_mergeable(holder, one, seen) for one, seen in others.items() if one != ref]
        if not sources:
            raise InvalidField("Pilih sedikitnya satu draf untuk digabungkan.", field="form")
        if reading.sources.count() + len(sources) > MOST_SOURCES:
            raise Refused("Paling banyak {most} draf dalam satu gabungan.", most=MOST_SOURCES)
        _take_in(holder, reading, sources, picks)
    return reading.edition


def _mergeable(holder: Holder, ref: str, edition: int) -> Reading:
    source = _still_open(holder, ref)
    _check_edition(source, edition)
    if source.sources.exists():
        raise Refused("Salah satu draf itu sudah gabungan. Buka draf itu, lalu gabungkan yang lain ke dalamnya.")
    return source


def _take_in(holder: Holder, reading: Reading, sources: list[Reading], picks: Mapping[str, str]) -> None:
    """Write the merged form, where each field came from, and that the sources belong to the draft."""
    forms = {one.ref: form_from_json(one.form) for one in (reading, *sources)}
    outcome = merging.merged(forms, picks)
    by_ref = {one.ref: one for one in sources}
    for name, refs in outcome.origins.items():
        before = merging.alone(merging.BY_NAME[name], forms[reading.ref]).as_json()
        for ref in refs:
            Origin.objects.create(reading=reading, field=name, source=by_ref[ref], before=before)
    for source in sources:
        source.merged_into, source.event = reading, reading.event
        source.save(update_fields=["merged_into", "event"])
    _keep(holder, reading, outcome.form)
    _expire_together(reading)


def _expire_together(reading: Reading) -> None:
    """Let a draft and its sources be erased on the earliest of their own days."""
    together = [reading, *reading.sources.all()]
    expires = min(one.created for one in together) + LIFE
    Reading.objects.filter(pk__in=[one.pk for one in together]).update(expires=expires)
    reading.expires = expires


def release(holder: Holder, ref: str, *, edition: int, form: ReadingForm, source: str) -> int:
    """Take a source out of a merged draft again: it is a draft of its own as before; returns the draft's edition.

    Values that came from it alone go back to what they were, unless somebody has changed them since. Raises Conflict
    when ``edition`` is stale, Missing when ``source`` is none of its sources.
    """
    with transaction.atomic():
        for one in sorted((ref, source)):
            take_turn(one)
        reading = _still_open(holder, ref)
        _check_edition(reading, edition)
        leaving = reading.sources.filter(pk=source).first()
        if leaving is None:
            raise Missing("Sumber ini tidak ada dalam draf ini.")
        kept = _without(reading, form, leaving)
        leaving.merged_into, leaving.expires = None, leaving.created + LIFE
        leaving.save(update_fields=["merged_into", "expires"])
        Origin.objects.filter(reading=reading, source=leaving).delete()
        _keep(holder, reading, kept)
        _expire_together(reading)
    return reading.edition


def _without(reading: Reading, form: ReadingForm, leaving: Reading) -> ReadingForm:
    """Return the form without what came from a source alone."""
    origins = list(reading.origins.select_related("source"))
    left = form_from_json(leaving.form)
    for origin in origins:
        if origin.source_id != leaving.pk:
            continue
        field = merging.BY_NAME[origin.field]
        stay = [o.source for o in origins if o.field == origin.field and o.source_id != leaving.pk]
        staying = [form_from_json(one.form) for one in stay]
        before = field.get(form_from_json(origin.before))
        form = merging.without(field, form, before=before, leaving=left, staying=staying)
    return form


def set_apart(holder: Holder, ref: str) -> None:
    """Say that a draft tells of no event of the drafts it was suggested with; nothing else of it changes."""
    with transaction.atomic():
        take_turn(ref)
        reading = access.own(holder, ref)
        _check_unmerged(reading)
        apart = new_ref()
        Reading.objects.filter(Q(pk=reading.pk) | Q(merged_into=reading)).update(event=apart)


def confirm(holder: Holder, ref: str, *, institution: str, now: datetime) -> Declaration:
    """Turn a draft into a declaration of the holder's institution; pressed twice, it is the same declaration.

    Only the declaration's part is copied, and the name of the operation: a meeting, a hand-over and every person's name
    stay in the draft until it expires (decision 3). Raises Refused when the institution or area is not the holder's.
    """
    with transaction.atomic():
        take_turn(ref)
        reading = access.own(holder, ref)
        if reading.declaration is not None and not is_free(reading):
            return reading.declaration
        _check_unmerged(reading)
        kept = form_from_json(reading.form)
        form = replace(kept.declaration, operation=kept.declaration.operation or kept.operation)
        _check_reach(holder, institution, form)
        reading.declaration = declaration.start(institution=institution, form=form, now=now)
        reading.save(update_fields=["declaration"])
    return reading.declaration


def _check_reach(holder: Holder, institution: str, form: DeclarationForm) -> None:
    if not form.area.strip():
        raise InvalidField("Pilih wilayah deklarasi sebelum menyimpan sebagai catatan.", field="area")
    if not holder.may(Role.SECRETARY, institution=institution, area=form.area.strip()):
        raise Refused("Wilayah ini di luar wilayah tugas Anda. Pilih wilayah lain atau minta mandat yang mencakupnya.")


def discard(holder: Holder, ref: str) -> None:
    """Erase one of the holder's own drafts with its sources at once, down to the pages of the database file.

    Raises Conflict for a draft that is a source itself, Refused while its declaration is a draft: the names kept here
    are compared with the text at freezing.
    """
    with transaction.atomic():
        take_turn(ref)
        reading = access.own(holder, ref)
        _check_unmerged(reading)
        if reading.declaration_id and register.standing(reading.declaration_id) is State.DRAFT:
            raise Refused("Deklarasi dari draf ini belum dibekukan. Bekukan atau buang rancangannya dulu.")
        reading.delete()
    forget_pages()


def _still_open(holder: Holder, ref: str) -> Reading:
    reading = access.own(holder, ref)
    _check_unmerged(reading)
    if not is_free(reading):
        raise Conflict("Draf ini sudah menjadi catatan deklarasi. Ubah di halaman deklarasinya.")
    return reading


def _check_unmerged(reading: Reading) -> None:
    if reading.merged_into_id:
        raise Conflict("Draf ini sumber dari draf gabungan. Keluarkan dulu dari gabungan itu.")


def is_free(reading: Reading) -> bool:
    """Say whether a draft can still be changed: no source of another, and no declaration lives of it."""
    if reading.merged_into_id:
        return False
    return not reading.declaration_id or register.standing(reading.declaration_id) is State.DISCARDED


def erase_expired(now: datetime) -> int:
    """Erase every draft past its date, leaving one leaf with the count for each institution; returns how many went."""
    with transaction.atomic(), identity.system():
        take_turn("reading.erase_expired")
        expired = Reading.objects.filter(expires__lte=now)
        counts = Counter(expired.values_list("institution_id", flat=True))
        expired.delete()
        for institution, count in sorted(counts.items()):
            record = {"act": "reading.erased", "count": count}
            ledger.append(type="reading.erased", by=institution, ref=new_ref(), record=record, now=now)
    if counts:
        forget_pages()
    return counts.total()
