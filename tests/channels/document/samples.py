"""Files as people send them, made here so that every byte of them is known."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

HEADLINE = "Deklarasi Damai Dibacakan di Lembah Arunika"
LEAD = "LEMBAH ARUNIKA - Polres Lembah Arunika menggelar deklarasi Pilkada damai, Jumat (16/8), bersama KPU."
POINTS = ("Menolak hoaks dan ujaran kebencian.", "Menjaga persatuan dan kesatuan.")
CLOSING = (
    "Kapolres berterima kasih kepada semua pihak yang sudah hadir dalam acara tersebut. Warga pulang dengan tertib."
)

Piece = tuple[float, float, str]


def pdf(pages: Sequence[Iterable[Piece]], size: float = 10) -> bytes:
    """Make a PDF of pages of words at positions (points from the lower left)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    kids = []
    for pieces in pages:
        words = "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({_escaped(text)}) Tj ET" for x, y, text in pieces)
        objects.append(f"<< /Length {len(words.encode('cp1252'))} >>\nstream\n{words}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return assembled(objects)


def assembled(objects: Sequence[str], trailer: str = "") -> bytes:
    """Write objects as a PDF file with its table of positions."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{place:010} 00000 n \n" for place in places).encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def column(x: float, top: float, lines: Sequence[str], step: float = 12) -> list[Piece]:
    """Put lines below each other."""
    return [(x, top - at * step, line) for at, line in enumerate(lines)]


def word() -> bytes:
    """Make a DOCX with a headline, a numbered list, bullets, a table and a text box."""
    made = docx.Document()
    made.core_properties.title = HEADLINE
    made.add_heading(HEADLINE, 0)
    made.add_paragraph(LEAD)
    for point in POINTS:
        made.add_paragraph(point, style="List Number")
    made.add_paragraph("dibacakan bersama", style="List Bullet")
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "KPU", "Ketua"
    paragraph = made.add_paragraph("")
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>Kotak teks</w:t></w:r></w:p></w:txbxContent>"
            "</w:pict></w:r>"
        )
    )
    made.add_paragraph(CLOSING)
    return saved(made)


def saved(made: docx.document.Document) -> bytes:
    """Give a document's bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


PAGE = f"""<!doctype html><html lang="id"><head><title>{HEADLINE} - Kabar Contoh</title>
<link rel="canonical" href="https://kabar.contoh.id/2024/08/27/deklarasi-damai">
<meta property="article:published_time" content="2024-08-27T23:30:00+07:00">
<meta property="og:title" content="{HEADLINE}"></head><body><nav><ul><li>Beranda</li><li>Berita</li></ul></nav>
<article><h1>{HEADLINE}</h1><p>{LEAD}</p><p>Isi deklarasi itu sebagai berikut:</p>
<ol><li>{POINTS[0]}</li><li><p>{POINTS[1]}</p></li></ol><ul><li>dibacakan bersama</li></ul><p>{CLOSING}</p></article>
<script>alert("jangan")</script><footer>Hak cipta</footer></body></html>"""

FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Kabar Contoh</title>
<item><title>{HEADLINE}</title><link>https://kabar.contoh.id/satu</link>
<pubDate>Tue, 27 Aug 2024 00:30:00 +0700</pubDate><description><![CDATA[<p>{LEAD}</p><ol><li>{POINTS[0]}</li></ol>]]>
</description></item><item><title>Panen &amp; Raya</title><link>https://kabar.contoh.id/dua</link>
<description>Petani panen.</description></item></channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar Contoh</title>
<entry><title>{HEADLINE}</title><link href="https://kabar.contoh.id/tiga"/><id>tiga</id>
<published>2024-08-27T23:30:00+07:00</published>
<content type="html">&lt;p&gt;{LEAD}&lt;/p&gt;</content></entry></feed>"""
