"""The hard phenomena of real press texts, each in an article about the fictional regency."""

from __future__ import annotations

import datetime

from ikrar.core.reading.record import Handover, Person, Reading
from tests.core.reading.reader import doubted, read

SHORT_FORMS = """
Ikrar Damai di Lembah Arunika

Tirtalangit, Warta Arunika – Polres Lembah Arunika (Lemar) Polda Arunika menggelar Deklarasi Pilkada Damai di
Halaman Mapolres Lembah Arunika, Sabtu (12/10/24) pagi. Hadir Pj Bupati Lembah Arunika Dinan Rama,
Ketua DPRD Lembah Arunika, Dandim 9905/Arunika Letkol Arm Sandi Aria serta kedua paslon.
Kapolres Lembah Arunika AKBP Anib Bastana, SIK, MH menyampaikan terima kasih.
Adapun isi deklarasi yaitu (1) menjaga persatuan dan kesatuan; (2) menolak hoaks, SARA dan politik uang; (3) siap menang
dan siap kalah.
"""

LAUNCH = """
Polda Arunika Gelar Apel Gelar Pasukan Operasi Mantap Praja Arunika 2024

TIRTALANGIT - Kepolisian Daerah Arunika menggelar Apel Gelar Pasukan Operasi Mantap Praja Arunika 2024-2025
sekaligus menandai dimulainya operasi di Lapangan Cahya, Kecamatan Tirtalangit, Kamis 12 September 2024.
Kapolda Arunika Irjen Pol. Midi Siswa memimpin apel yang dihadiri Danrem 999/Baskara Brigjen TNI Enoh Solehan,
Ketua Bawaslu Provinsi Arunika Masita Nawa, dan Ketua KPU Arunika Mohtar Alting.
Operasi dibagi tiga tahap: pertama, pra operasi. Kedua, pelaksanaan. Ketiga, pasca operasi.
"""

RELAY = """
KIRAB PILKADA: KPU SERAHKAN BENDERA KE PPK

Cempaluna (7/10/2024) - Ketua KPU Kabupaten Lembah Arunika Prima Aequina menyerahkan bendera kirab Pilkada
kepada Ketua PPK Cempaluna Minarsa di Balai Desa Karang Wintang, Kecamatan Cempaluna.
Penyerahan disaksikan Bupati Lembah Arunika, Kusdinar Untung, dan Kapolres Lembah Arunika AKBP Jamali Arifa.
Bendera tinggal tujuh hari di sini, selanjutnya akan diserahkan kepada PPK Sagarawana.
"""

VISIT = """
Jelang Pilkada, Bhabinkamtibmas Ajak Warga Jaga Kamtibmas

CEMPALUNA - Bhabinkamtibmas Polsek Cempaluna, Aipda Moh. Hasana menyambangi warga Desa Lembah Sunyanada, Kecamatan
Cempaluna, Minggu (20/10/2024). "Kami imbau warga tidak menyebar hoaks dan ujaran kebencian menjelang Pilkada
Serentak," kata Aipda Hasana.

Kapolsek Cempaluna IPTU Nanang H.S., S.H. mengatakan sambang dilakukan rutin.
"""

PARAGRAPH_POINTS = """
Deklarasi Pilkada Damai, Kapolres: Mari Jaga Persatuan

TIRTALANGIT, wartaarunika.test - Menjelang Pilkada, Polres Lembah Arunika bersama KPU dan Bawaslu Lembah Arunika
menggelar Deklarasi Pilkada Damai di Pendopo Si Wening Tirtalangit, Rabu (18/9/2024).
Hadir Pj Bupati Lembah Arunika Hanung Cahya, Dandim 9901 Arunika Letkol Inf Iwan Hermaya, dan pengurus 18 parpol.
Dalam ikrar itu, seluruh peserta sepakat:
Pertama, melaksanakan pilkada yang aman, damai dan bermartabat
Kedua, menolak politik uang, hoax dan politisasi SARA
Ketiga, menjaga Negara Kesatuan Republik Indonesia
"Ini komitmen bersama," kata Hanung.
Selanjutnya, naskah ditandatangani pimpinan parpol.
"""

ABSENT_SPEAKER = """
Rakor Lintas Sektoral Kesiapan Pilkada

Lembah Arunika | Rapat koordinasi lintas sektoral kesiapan pengamanan Pilkada, bertempat di gedung Paris Wening,
Selasa (17 September 2024) jam 09.00 WIB. Sambutan Kapolres Lembah Arunika AKBP Tri Suharta, S.I.K., S.H., M.H., yang
dibacakan oleh Wakapolres Lembah Arunika Kompol Said Akhmada, S.H, M.H. menekankan netralitas.
Rapat diikuti Sekda Lembah Arunika, para Kapolsek dan Danramil, serta Ketua KPU Zainal Abidina.
"""

SLASHES = """
Kapolres Arunika Hadiri Acara Deklarasi dan serah terima kirab Pilkada

Arunika – Kapolres Lembah Arunika hadiri acara Deklarasi dan serah terima kirab Pilkada di alun alun desa Telaga Rinjing
kec. Tirtalangit Kabupaten Lembah Arunika, pada senin (09/09/2024).

Turut Hadir dalam kegiatan tersebut Bupati Lembah Arunika, Ketua Kpu Provinsi Arunika, Para Camat dan kepala desa.

Bupati Lembah Arunika Juga Menghimbau Kepada Masyarakat Untuk Tertib Dan Menjaga Keamanan/ kedamaian/ persatuan.

About admin

Check Also

Kapolsek Sagarawana Berikan Bantuan
"""

SIMULATION = """
Simulasi Sispamkota di Lembah Arunika, dari Kampanye hingga Kerusuhan

TIRTALANGIT – Polres Lembah Arunika memperagakan Sistem Pengamanan Kota (Sispamkota) menjelang Pilkada di depan
Kantor Bupati Lembah Arunika Jl. Cendana No. 7, Kec. Tirtalangit, Sabtu (14/9/2024).
Massa membakar ban, lalu dilarikan mobil ambulans. Kapolres Lembah Arunika AKBP Gandasari K. mengamati latihan.
"""

PLAN = """
Debat Ketiga Pilkada Digelar Pekan Depan

TIRTALANGIT – KPU Kabupaten Lembah Arunika akan menggelar debat publik ketiga pada Jumat (15/11/2024).
"""

DENIAL = """
KPU: Kabar Surat Suara Tercoblos Tidak Benar

TIRTALANGIT - KPU Kabupaten Lembah Arunika membantah kabar itu jelang Pilkada, Rabu (20/11/2024).
"""

WORDY_DATE = """
Ikrar Bersama di Sagarawana

Pada hari ini, Kamis tanggal sembilan belas september tahun dua ribu dua puluh empat, bertempat di
Balai Desa Teluk Warsaya, Kecamatan Sagarawana, kami berikrar menjelang Pilkada:
kesatu menolak hoaks, kedua menjaga persatuan.
Ikrar itu ditandatangani oleh para kepala desa.
"""

PERIOD_ONLY = """
Polisi Jaga Gudang Logistik Pilkada

TIRTALANGIT – Gudang logistik Pilkada di Kecamatan Tirtalangit dijaga Polres Lembah Arunika sejak 25 September hingga
23 November 2024. Kotak suara dan bilik suara tersimpan aman.
"""


def names(found: Reading) -> list[str]:
    return [person.name for person in found.persons]


def test_a_number_in_brackets_begins_a_point_and_a_two_digit_year_is_of_this_century() -> None:
    found = read(SHORT_FORMS)
    assert found.kind == "declaration"
    assert found.event_date == datetime.date(2024, 10, 12)
    assert found.points == (
        "menjaga persatuan dan kesatuan",
        "menolak hoaks, SARA dan politik uang",
        "siap menang dan siap kalah",
    )
    assert found.point_kinds == (("UNITY_NKRI",), ("NO_HOAX", "NO_SARA", "NO_MONEY_POLITICS"), ("ACCEPT_RESULT",))


def test_degrees_without_commas_and_corps_of_the_army_do_not_enter_a_name() -> None:
    assert read(SHORT_FORMS).persons == (
        Person("Dinan Rama", "Pj Bupati Lembah Arunika", None),
        Person("Sandi Aria", "Dandim 9905/Arunika", "Letkol Arm"),
        Person("Anib Bastana", "Kapolres Lembah Arunika", "AKBP"),
    )


def test_a_body_keeps_the_short_form_that_is_written_behind_it() -> None:
    assert read(SHORT_FORMS).organizations == (
        "Polres Lembah Arunika (Lemar)",
        "Polda Arunika",
        "DPRD Lembah Arunika",
    )


def test_a_roll_call_that_opens_the_operation_is_a_roll_call_and_also_the_launch() -> None:
    found = read(LAUNCH)
    assert found.kind == "security_roll_call"
    assert found.also_kinds == ("operation_launch",)
    assert found.operation == "Operasi Mantap Praja Arunika 2024-2025"
    assert found.event_date == datetime.date(2024, 9, 12)
    assert found.area_code == "98.01"


def test_the_phases_of_an_operation_are_no_pledge() -> None:
    found = read(LAUNCH)
    assert found.points == ()
    assert found.point_count_stated is None


def test_a_general_of_the_army_is_a_person_and_no_institution() -> None:
    found = read(LAUNCH)
    assert "TNI" not in found.organizations
    assert Person("Enoh Solehan", "Danrem 999/Baskara", "Brigjen TNI") in found.persons
    assert names(found) == ["Midi Siswa", "Enoh Solehan", "Masita Nawa", "Mohtar Alting"]


def test_a_hand_over_is_found_though_names_of_chairs_stand_between() -> None:
    found = read(RELAY)
    assert found.kind == "relay_handover"
    assert found.handover == Handover("KPU Kabupaten Lembah Arunika", "PPK Cempaluna")
    assert found.place_text == "Balai Desa Karang Wintang, Kecamatan Cempaluna"
    assert found.event_date == datetime.date(2024, 10, 7)


def test_a_visit_to_residents_is_socialization_and_a_shortened_first_name_stays_with_its_name() -> None:
    found = read(VISIT)
    assert found.kind == "socialization"
    assert found.persons == (
        Person("Moh. Hasana", "Bhabinkamtibmas Polsek Cempaluna", "Aipda"),
        Person("Nanang H.S.", "Kapolsek Cempaluna", "Iptu"),
    )
    assert found.commitment_kinds == ("reject_hoax", "reject_hate_sara")
    assert found.area_code == "98.01"


def test_points_as_paragraphs_end_before_the_story_goes_on() -> None:
    found = read(PARAGRAPH_POINTS)
    assert found.points == (
        "melaksanakan pilkada yang aman, damai dan bermartabat",
        "menolak politik uang, hoax dan politisasi SARA",
        "menjaga Negara Kesatuan Republik Indonesia",
    )
    assert found.signatories == ("pimpinan parpol",)
    assert found.place_text == "Pendopo Si Wening Tirtalangit"


def test_who_speaks_for_an_absent_chief_is_a_person_of_his_own() -> None:
    found = read(ABSENT_SPEAKER)
    assert found.kind == "coordination_meeting"
    assert found.persons == (
        Person("Tri Suharta", "Kapolres Lembah Arunika", "AKBP"),
        Person("Said Akhmada", "Wakapolres Lembah Arunika", "Kompol"),
        Person("Zainal Abidina", "Ketua KPU", None),
    )
    assert found.event_date == datetime.date(2024, 9, 17)
    assert found.place_text == "gedung Paris Wening"


def test_title_case_prose_makes_no_persons_and_a_footer_no_places() -> None:
    found = read(SLASHES)
    assert found.persons == ()
    assert found.kind == "declaration"
    assert found.also_kinds == ("relay_handover",)
    assert found.place_text == "alun alun desa Telaga Rinjing kec. Tirtalangit Kabupaten Lembah Arunika"
    assert found.area_code == "98.01"
    assert found.event_date == datetime.date(2024, 9, 9)
    assert found.handover is None
    assert "handover" in doubted(found)
    assert all(start < found.text.index("About admin") for spans in found.evidence.values() for start, _ in spans)


def test_a_drill_that_reads_like_a_riot_is_other() -> None:
    found = read(SIMULATION)
    assert found.kind == "other"
    assert found.also_kinds == ()
    assert found.place_text == "depan Kantor Bupati Lembah Arunika Jl. Cendana No. 7, Kec. Tirtalangit"
    assert found.points == ()


def test_a_plan_and_a_denial_report_nothing_as_held() -> None:
    assert read(PLAN).kind == "none"
    assert read(DENIAL).kind == "none"


def test_a_date_in_words_and_an_inline_ikrar_are_read() -> None:
    found = read(WORDY_DATE)
    assert found.kind == "declaration"
    assert found.event_date == datetime.date(2024, 9, 19)
    assert found.points == ("menolak hoaks", "menjaga persatuan")
    assert found.signatories == ("para kepala desa",)


def test_the_ends_of_a_period_are_no_event_day() -> None:
    found = read(PERIOD_ONLY)
    assert found.kind == "other"
    assert found.event_date is None
    assert "event_date" in doubted(found)


def test_every_article_of_the_fictional_regency_gets_its_fictional_election() -> None:
    for text in (SHORT_FORMS, LAUNCH, RELAY, VISIT, PARAGRAPH_POINTS, ABSENT_SPEAKER, SLASHES, SIMULATION, WORDY_DATE):
        assert read(text).election == "pilkada-arunika"
        assert read(text).province == "Arunika"
