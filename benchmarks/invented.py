"""Many invented declarations in real areas, for measuring alone: the same ones for the same seed, in bulk.

They are frozen texts with every row a register page reads, but without leaves: nobody pledged them, and no act made
them. Each title begins with ``UKURAN``. Only a database that is thrown away may hold them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import islice

SEED = 7
AT_ONCE = 2_000
FIRST_DAY, DAYS = date(2018, 1, 1), 2_900
BODIES = (("kpu", "KPU"), ("bawaslu", "Bawaslu"), ("polri", "Polres"), ("government", "Pemerintah"))
ELECTIONS = ("pilkada-2018", "pemilu-2019", "pilkada-2020", "pemilu-2024", "pilkada-2024", "")
#: Commitment kind -> ways to say it; most declarations use the first.
WAYS = {
    "NO_HOAX": (
        "Menangkal berita hoax dan ujaran kebencian bersama-sama",
        "Tidak menyebarkan berita bohong di media sosial",
    ),
    "NO_MONEY_POLITICS": (
        "Menolak politik uang dalam bentuk apa pun",
        "Tidak memberi dan tidak menerima serangan fajar",
    ),
    "NO_SARA": ("Tidak membawa isu SARA dalam kampanye", "Menghormati perbedaan suku, agama, dan golongan"),
    "UNITY_NKRI": ("Menjaga persatuan dan kesatuan bangsa", "Menjaga keutuhan NKRI, Pancasila, dan UUD 1945"),
    "OBEY_LAW": ("Mematuhi peraturan perundang-undangan", "Menaati setiap tahapan dan keputusan penyelenggara"),
    "LUBER_JURDIL": ("Mewujudkan pemilihan yang langsung, umum, bebas, rahasia, jujur, dan adil",),
}
SYLLABLES = ("ba", "ca", "di", "fu", "go", "ha", "ji", "ku", "lo", "ma", "ni", "po", "ra", "si", "tu", "wa", "ye", "zu")


def forms(number: int, areas: list[tuple[str, str]], *, seed: int = SEED):  # type: ignore[no-untyped-def]
    """Yield complete forms in these areas, as (code, name): texts near one another, with a rare word here and there."""
    from ikrar.core.declaration.form import DeclarationForm, OfficeForm, PointForm

    chance = random.Random(seed)
    for n in range(number):
        code, name = chance.choice(areas)
        kinds = chance.sample(sorted(WAYS), chance.randint(3, 6))
        rare = "".join(chance.choices(SYLLABLES, k=4))
        points = tuple(
            PointForm(WAYS[k][0 if chance.random() < 0.7 else -1] + (f" demi {rare}." if i == 0 else "."), (k,))
            for i, k in enumerate(kinds)
        )
        bodies = chance.sample(BODIES, chance.randint(2, 4))
        yield DeclarationForm(
            title=f"UKURAN Deklarasi Damai {name} {n}",
            election=chance.choice(ELECTIONS),
            area=code,
            event_date=(FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat(),
            place="Pendopo",
            preamble="Kami yang bertanda tangan di bawah ini berikrar:",
            closing="Demikian ikrar ini kami ucapkan dengan penuh tanggung jawab.",
            points=points,
            offices=tuple(OfficeForm("Ketua", f"{word} {name}") for _, word in bodies),
        )


def areas() -> list[tuple[str, str]]:
    """Return the areas the declarations lie in: most in regencies, some above and below."""
    from ikrar.core.place.area import load

    by_level: dict[int, list[tuple[str, str]]] = {1: [], 2: [], 3: [], 4: []}
    for one in load():
        if not one.code.startswith("98"):
            by_level[one.level].append((one.code, one.name))
    return by_level[1] * 4 + by_level[2] * 6 + by_level[3][::10] + by_level[4][::200]


def build(number: int, *, seed: int = SEED, told: Callable[[int], None] = lambda written: None) -> None:
    """Write so many frozen declarations, and the institutions that registered them, into the present database.

    ``told`` hears how many are written, after every ``AT_ONCE``.
    """
    from django.db import transaction

    from ikrar.records import identity

    with identity.system(), transaction.atomic():
        registrars = _institutions()
    rest, written = forms(number, areas(), seed=seed), 0
    while some := list(islice(rest, AT_ONCE)):
        with identity.system(), transaction.atomic():
            _freeze(some, registrars)
        written += len(some)
        told(written)


def _institutions() -> dict[str, str]:
    """Found four bodies in every regency; return one of them by regency."""
    from ikrar.records.institution.models import Institution, Territory
    from ikrar.records.place.models import Area

    places = Area.objects.filter(level__lte=2, fictional=False).values_list("code", "name", "level")
    rows = [
        Institution(
            code=f"{code}/ukur-{kind}",
            kind=kind,
            level="province" if level == 1 else "regency",
            name=f"{word} {name}",
            area_id=code,
        )
        for code, name, level in places
        for kind, word in BODIES
    ]
    Institution.objects.bulk_create(rows, ignore_conflicts=True)
    Territory.objects.bulk_create(Territory(institution_id=row.code, area_id=row.area_id) for row in rows)
    return {row.area_id: row.code for n, row in enumerate(rows) if n % 3 == 0}


def _freeze(some, registrars):  # type: ignore[no-untyped-def]
    from ikrar.core.declaration.canonical import canonical_bytes, digest
    from ikrar.core.declaration.form import text_of
    from ikrar.records import bulk
    from ikrar.records.declaration import listing
    from ikrar.records.declaration.models import Declaration, Version
    from ikrar.records.wording import actions as wording

    bulk.replan()
    now = datetime(2026, 1, 1, tzinfo=UTC)
    texts = [text_of(form) for form in some]
    bodies = [registrars.get(".".join(form.area.split(".")[:2])) or registrars.get(form.area[:2]) for form in some]
    made = Declaration.objects.bulk_create(Declaration(institution_id=body or "11/ukur-kpu") for body in bodies)
    versions = Version.objects.bulk_create(
        Version(
            declaration=one,
            number=1,
            form=form.as_json(),
            area_id=form.area,
            election_id=form.election or None,
            title=form.title,
            event_date=text.event_date,
        )
        for one, form, text in zip(made, some, texts, strict=True)
    )
    _rows(versions, some, texts, now)
    for version, text in zip(versions, texts, strict=True):
        version.canonical = canonical_bytes(text)
        version.digest, version.frozen_at = digest(version.canonical), now
    _seal(versions)
    listing.enter_many(versions)
    wording.enter_many(versions)


def _rows(versions, some, texts, now):  # type: ignore[no-untyped-def]
    """Write the rows of drafts by prepared statements: objects of Django's would take most of the time."""
    keys = _keys(sum(len(form.points) for form in some))
    points, kinds, offices, steps = [], [], [], []
    for version, form, text in zip(versions, some, texts, strict=True):
        for n, point in enumerate(form.points, 1):
            key = next(keys)
            points.append((key, version.pk, n, text.points[n - 1]))
            kinds += [(key, code) for code in point.kinds]
        offices += [(version.pk, n, o.office or "", o.institution or "", "", "") for n, o in enumerate(form.offices, 1)]
        for move, old, new in (("open", "", "draft"), ("freeze", "draft", "frozen")):
            steps.append((version.pk, move, old, new, now, version.declaration.institution_id, ""))
    _write("point", "id, version_id, n, text", points)
    _write("pointkind", "point_id, code", kinds)
    _write("pledgingoffice", "version_id, n, office, institution, capacity, on_behalf_of", offices)
    _write("step", "version_id, move, old, new, at, institution_id, reason", steps)


def _keys(number):  # type: ignore[no-untyped-def]
    """Return so many free keys of points, taken from PostgreSQL's own sequence."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval('declaration_point_id_seq') FROM generate_series(1, %s)", [number])
            return iter([key for (key,) in cursor.fetchall()])
        cursor.execute("SELECT coalesce(max(id), 0) FROM declaration_point")
        last = cursor.fetchone()[0]
        return iter(range(last + 1, last + number + 1))


def _write(table, columns, rows):  # type: ignore[no-untyped-def]
    from ikrar.records import bulk

    bulk.values(f"INSERT INTO declaration_{table} ({columns}) VALUES", rows)


def _seal(versions):  # type: ignore[no-untyped-def]
    """Freeze drafts: one prepared statement, since updating many rows by a case of each is slow."""
    from django.db import connection

    sql = "UPDATE declaration_version SET canonical = %s, digest = %s, frozen_at = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(v.canonical, v.digest, v.frozen_at, v.pk) for v in versions])
