"""Each form of file gives its text, in its order, with what the file says of its day and its address."""

from __future__ import annotations

import datetime
import email.policy
import re
import zipfile
from email.message import EmailMessage
from io import BytesIO

import docx
import pytest

from ikrar.channels.document import docx_file, feed_file, html_page, mail_file, pdf_file, text_file
from ikrar.core.errors import BadInput, EmptyText, TooLarge
from tests.channels.document.samples import (
    ATOM,
    CLOSING,
    FEED,
    HEADLINE,
    LEAD,
    PAGE,
    POINTS,
    assembled,
    column,
    pdf,
    saved,
    word,
)

DAY = datetime.date(2024, 8, 27)
STORY = f"{LEAD}\n\n{CLOSING}"


def test_text_is_decoded() -> None:
    assert text_file.read(LEAD.encode("cp1252"))[0].text == LEAD


class TestPage:
    """A saved web page."""

    def test_gives_its_story_with_list_numbers_its_day_and_its_address(self) -> None:
        (found,) = html_page.read(PAGE.encode())
        lines = [line for line in found.text.split("\n") if line]
        assert lines[0] == HEADLINE
        assert lines[1] == LEAD
        assert lines[3:6] == [f"1. {POINTS[0]}", f"2. {POINTS[1]}", "dibacakan bersama"]
        assert "Beranda" not in found.text
        assert "jangan" not in found.text
        assert found.published == DAY
        assert found.source_url == "https://kabar.contoh.id/2024/08/27/deklarasi-damai"
        assert found.title == HEADLINE

    def test_without_a_recognised_story_gives_all_that_is_seen(self) -> None:
        (found,) = html_page.read(b"<html><body><div>Satu <b>dua</b></div><div>tiga<br>empat</div></body></html>")
        assert found.text == "Satu dua\ntiga\nempat"

    def test_that_states_no_day_for_programs_gives_the_one_it_shows(self) -> None:
        page = re.sub(r"<meta property=.article[^>]*>", "", PAGE).replace("2024/08/27/", "")
        other = "<aside><time datetime='2023-01-05'>5 Januari 2023</time></aside></body>"
        story = page.replace("(16/8)", "(16/8/2024)").replace("</body>", other)
        assert html_page.read(story.encode())[0].published is None
        shown = page.replace("</h1>", "</h1><div>Admin | 27 Agustus 2024 10:30 WIB</div>")
        assert html_page.read(shown.encode())[0].published == DAY
        two = shown.replace("</body>", "<p>28 Agustus 2024</p></body>")
        assert html_page.read(two.encode())[0].published is None

    def test_is_decoded_as_it_declares(self) -> None:
        page = f'<html><head><meta charset="cp1252"></head><body><p>{LEAD} “Damai”</p></body></html>'
        assert "“Damai”" in html_page.read(page.encode("cp1252"))[0].text
        assert "“Damai”" in html_page.read(page.replace("cp1252", "x-tak-ada").encode())[0].text

    def test_of_lists_with_letters_and_a_start(self) -> None:
        page = '<ol type="a"><li>x</li><li>y</li></ol><ol start="4"><li>z</li><li value="9">w</li></ol>'
        assert html_page.plain(page) == "a. x\nb. y\n4. z\n9. w"

    def test_of_plain_text_stays_what_it_is(self) -> None:
        assert html_page.plain("tanpa tanda") == "tanpa tanda"

    def test_without_text_is_refused(self) -> None:
        with pytest.raises(EmptyText, match="Simpan"):
            html_page.read(b"<html><body><script>x</script></body></html>")

    def test_that_is_too_large_or_too_deep_or_no_page_is_refused(self) -> None:
        with pytest.raises(TooLarge):
            html_page.read(b"<html>" + b"a" * 5_000_001)
        with pytest.raises(BadInput):
            html_page.read(b"<html>" + b"<div>" * 250 + b"a" + b"</div>" * 250)
        with pytest.raises(BadInput):
            html_page.read(b"<html>")


class TestWord:
    """A DOCX file."""

    def test_gives_paragraphs_list_numbers_tables_and_text_boxes(self) -> None:
        (found,) = docx_file.read(word())
        lines = [line for line in found.text.split("\n") if line]
        assert lines[:4] == [HEADLINE, LEAD, f"1. {POINTS[0]}", f"2. {POINTS[1]}"]
        assert lines[4:] == ["- dibacakan bersama", "KPU  Ketua", "Kotak teks", CLOSING]
        assert found.title == HEADLINE
        assert found.published is None

    def test_without_text_or_with_another_content_is_refused(self) -> None:
        with pytest.raises(EmptyText):
            docx_file.read(saved(docx.Document()))
        other = BytesIO()
        with zipfile.ZipFile(other, "w") as packed:
            packed.writestr("isi.txt", "halo")
        with pytest.raises(BadInput, match="DOCX"):
            docx_file.read(other.getvalue())

    @pytest.mark.parametrize("name", ["../lari.xml", "word/document.xml", "/akar.xml"])
    def test_whose_archive_is_dangerous_is_refused(self, name: str) -> None:
        bomb = BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(name, "<a>" + " " * 30_000_000)
        with pytest.raises(BadInput, match=r"[Ss]impan"):
            docx_file.read(bomb.getvalue()[:-1] if name.startswith("/") else bomb.getvalue())

    def test_with_entities_of_its_own_is_refused(self) -> None:
        source, out = zipfile.ZipFile(BytesIO(word())), BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            for member in source.infolist():
                data = source.read(member)
                if member.filename == "word/document.xml":
                    data = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
                packed.writestr(member, data)
        with pytest.raises(BadInput):
            docx_file.read(out.getvalue())


LEFT = ["Polres Lembah Arunika mengadakan", "deklarasi damai bersama KPU dan", "Bawaslu di pendopo pada hari", "Jumat."]
RIGHT = [
    "Warga yang hadir ikut menanda-",
    "tangani ikrar. Mereka lalu pu-",
    "lang dengan tertib bersama anak-",
    "anak.",
]


class TestPdf:
    """A PDF file with a text layer."""

    def test_of_two_columns_is_read_one_column_after_the_other(self) -> None:
        page = [(60, 780, HEADLINE), *column(60, 740, LEFT), *column(330, 740, RIGHT)]
        (found,) = pdf_file.read(pdf([page]))
        blocks = found.text.split("\n\n")
        assert blocks[0] == HEADLINE
        assert blocks[1] == " ".join(LEFT)
        assert (
            blocks[2]
            == "Warga yang hadir ikut menandatangani ikrar. Mereka lalu pulang dengan tertib bersama anak-anak."
        )

    def test_of_several_pages_loses_running_heads_and_page_numbers(self) -> None:
        pages = [
            [
                (60, 800, "Humas Polres"),
                *column(60, 740, [f"Kalimat {word} yang panjang.", f"Juga ini {word} sekali.", f"Lalu {word} lagi."]),
                (290, 30, f"- {n} -"),
            ]
            for n, word in ((1, "satu"), (2, "dua"), (3, "tiga"))
        ]
        (found,) = pdf_file.read(pdf(pages))
        assert "Humas" not in found.text
        assert "- 2 -" not in found.text
        assert found.text.count("Kalimat") == 3

    def test_that_a_browser_printed_loses_what_it_put_around_the_page(self) -> None:
        page = [
            (20, 820, "11/22/26, 6:35 AM"),
            (280, 820, "Kabar Contoh"),
            (60, 760, "KPU menggelar deklarasi damai di pendopo."),
            (20, 20, "https://kabar.contoh.id/deklarasi"),
            (560, 20, "1/1"),
        ]
        (found,) = pdf_file.read(pdf([page]))
        assert found.text == "KPU menggelar deklarasi damai di pendopo."

    def test_in_justified_columns_keeps_the_words_of_a_line_together(self) -> None:
        headline = [(60, 780, "Rapat"), (240, 780, "Koordinasi Lintas"), (420, 780, "Sektoral")]
        rows = {
            740: "60 Hotel 140 griya 220 persada",
            726: "60 kota 110 satu 200 lama",
            712: "60 dan 165 tiga 235 lain",
        }
        wide = [(int(x), y, word) for y, row in rows.items() for x, word in zip(*[iter(row.split())] * 2, strict=True)]
        right = ["Petugas berangkat", "sesudah apel", "bersama warga", "yang ikut."]
        (found,) = pdf_file.read(pdf([[*headline, *wide, *column(330, 733, right)]]))
        assert found.text.split("\n\n") == [
            "Rapat Koordinasi Lintas Sektoral",
            "Hotel griya persada kota satu lama dan tiga lain",
            " ".join(right),
        ]

    def test_keeps_the_points_of_a_list_apart(self) -> None:
        lines = [
            "Isi deklarasi yang dibacakan bersama adalah sebagai berikut:",
            "1. Menolak hoaks dan ujaran kebencian yang",
            "memecah warga.",
            "2. Menjaga persatuan.",
        ]
        (found,) = pdf_file.read(pdf([column(60, 740, lines)]))
        assert found.text.split("\n\n") == [lines[0], f"{lines[1]} {lines[2]}", lines[3]]

    def test_without_a_text_layer_is_refused_with_what_to_do(self) -> None:
        with pytest.raises(EmptyText, match="gambar"):
            pdf_file.read(pdf([[]]))

    def test_that_is_locked_is_refused_with_what_to_do(self) -> None:
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [] /Count 0 >>",
            "<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <" + "00" * 32 + "> /U <" + "00" * 32 + "> >>",
        ]
        with pytest.raises(BadInput, match="sandi"):
            pdf_file.read(assembled(objects, "/Encrypt 3 0 R /ID [<00><00>] "))

    def test_that_is_broken_or_too_long_is_refused(self) -> None:
        with pytest.raises(BadInput, match=r"rusak|gambar"):
            pdf_file.read(b"%PDF-1.4\n%%EOF")
        with pytest.raises(TooLarge, match="60"):
            pdf_file.read(pdf([[(60, 700, "a")]] * 61))


def letter(text: str = STORY, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "humas@contoh.id", "redaksi@contoh.id"
    message["Subject"] = headers.get("subject", f"Fwd: {HEADLINE}")
    message["Date"] = headers.get("date", "Tue, 27 Aug 2024 23:30:00 +0700")
    message["Message-ID"] = "<1@contoh.id>"
    message.set_content(text, charset=headers.get("charset", "utf-8"), cte=headers.get("cte"))
    return message


def sent(message: EmailMessage) -> bytes:
    return message.as_bytes(policy=email.policy.SMTP)


class TestMail:
    """A message or a box of them."""

    @pytest.mark.parametrize(
        ("charset", "cte"), [("utf-8", "quoted-printable"), ("cp1252", "base64"), ("cp1252", "8bit")]
    )
    def test_gives_its_text_its_subject_as_headline_and_its_day(self, charset: str, cte: str) -> None:
        (found,) = mail_file.read(sent(letter(f"“Damai”\n{STORY}", charset=charset, cte=cte)))
        assert found.text == f"{HEADLINE}\n\n“Damai”\n{STORY}"
        assert found.published == DAY
        assert found.title == HEADLINE

    def test_with_a_fuller_page_beside_an_empty_text_gives_the_page(self) -> None:
        message = letter("Lihat versi HTML.")
        message.add_alternative(PAGE, subtype="html")
        (found,) = mail_file.read(sent(message))
        assert LEAD in found.text
        assert f"1. {POINTS[0]}" in found.text

    def test_with_documents_gives_each_of_them_and_leaves_the_covering_words(self) -> None:
        message = letter("Bersama ini kami kirim siaran pers.")
        message.add_attachment(word(), maintype="application", subtype="octet-stream", filename="rilis.docx")
        message.add_attachment(b"\xff\xd8\xff\x00", maintype="image", subtype="jpeg", filename="foto.jpg")
        message.add_attachment("catatan", filename="catatan.txt")
        message.add_attachment(b"", maintype="text", subtype="plain", filename="kosong.txt")
        one, other = mail_file.read(sent(message))
        assert (one.part, one.published) == ("rilis.docx", DAY)
        assert LEAD in one.text
        assert other.text.strip() == "catatan"

    def test_forwarded_inside_another_gives_the_inner_story_and_day(self) -> None:
        head = "Dari: Humas\nTanggal: Senin, 26 Agustus 2024 08.13\nPerihal: Rilis Damai\nKepada: redaksi"
        body = f"Mohon dimuat.\n\n---------- Pesan terusan ---------\n{head}\n\n{STORY}\n\n-- \nHumas\nTelp 021"
        (found,) = mail_file.read(sent(letter(body)))
        assert found.text == f"Rilis Damai\n\n{STORY}"
        assert found.published == datetime.date(2024, 8, 26)

    def test_wrapped_as_an_attached_message_is_opened(self) -> None:
        outer = letter("Terlampir.")
        outer.add_attachment(letter())
        (found,) = mail_file.read(sent(outer))
        assert LEAD in found.text

    def test_without_text_or_with_a_wrong_charset_is_no_traceback(self) -> None:
        with pytest.raises(EmptyText):
            mail_file.read(sent(letter(" ")))
        data = (
            sent(letter("“Damai” " * 40, charset="cp1252", cte="8bit"))
            .replace(b'"windows-1252"', b'"x-aneh"')
            .replace(b'"cp1252"', b'"x-aneh"')
        )
        assert "“Damai”" in mail_file.read(data)[0].text

    def test_without_a_readable_day_has_none(self) -> None:
        assert mail_file.read(sent(letter(date="kemarin")))[0].published is None

    def test_box_gives_every_message(self) -> None:
        one = b"From humas@contoh.id Tue Aug 27 23:30:00 2024\n" + letter().as_bytes() + b"\n>From awal\n\n"
        box = one * 3
        found = mail_file.read_box(box)
        assert [one.published for one in found] == [DAY] * 3
        assert "\nFrom awal" in found[0].text
        with pytest.raises(EmptyText):
            mail_file.read_box(b"From x\n\n\n")
        with pytest.raises(TooLarge):
            mail_file.read_box(b"From x\n\n" * 10_001)


class TestFeed:
    """An RSS or Atom file."""

    def test_gives_each_entry_with_its_own_day_and_address(self) -> None:
        one, other = feed_file.read(FEED.encode())
        assert one.text == f"{HEADLINE}\n\n{LEAD}\n1. {POINTS[0]}"
        assert (one.published, one.source_url) == (DAY, "https://kabar.contoh.id/satu")
        assert other.text == "Panen & Raya\n\nPetani panen."
        assert other.published is None

    def test_of_atom_is_read_alike(self) -> None:
        (found,) = feed_file.read(ATOM.encode())
        assert (found.text, found.published) == (f"{HEADLINE}\n\n{LEAD}", DAY)

    def test_that_is_none_or_bears_entities_or_nothing_is_refused(self) -> None:
        with pytest.raises(BadInput, match="RSS"):
            feed_file.read(b"<?xml version='1.0'?><daftar/>")
        with pytest.raises(BadInput, match="entitas"):
            feed_file.read(b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'b'>]><rss version='2.0'/>")
        with pytest.raises(EmptyText):
            feed_file.read(b"<rss version='2.0'><channel><item></item></channel></rss>")
