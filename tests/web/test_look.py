"""The look keeps its word: colours live in one file and can be read, and no template leaves the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ikrar.web.parts.templatetags import parts

WEB = Path(__file__).parents[2] / "src" / "ikrar" / "web"
STATIC = WEB / "parts" / "static" / "ikrar"
TOKENS = STATIC / "tokens.css"
STYLES = sorted(STATIC.glob("*.css"))
SCRIPTS = sorted(STATIC.glob("*.js"))
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(")
DECLARED = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
BLOCK = re.compile(r"(@media ([^{]+)\{\s*)?:root\s*\{([^}]*)\}")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
THEMES = ("light", "dark", "light, more contrast", "dark, more contrast", "print")

#: What stands on what. Text of any size is held to 4.5:1, the bar for small text.
GROUNDS = ("ground", "paper", "wash")
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-soft", "accent", "accent-deep") for ground in GROUNDS),
    *(("alarm", ground) for ground in ("ground", "paper", "alarm-wash")),
    *((ink, "alarm-wash") for ink in ("ink", "accent", "accent-deep")),
    *(("ink", mark) for mark in ("mark", "mark-now")),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
]
#: Borders of inputs and buttons, underlines that mean something, the focus ring: 3:1 (WCAG 1.4.11, 2.4.13).
SHAPES = [
    *(("edge", ground) for ground in GROUNDS),
    *(("focus", ground) for ground in (*GROUNDS, "alarm-wash")),
    ("accent", "mark"),
    ("accent", "mark-now"),
    ("alarm", "alarm-wash"),
]
#: Seen but saying nothing: frames, hairlines, drawn ornament.
DECORATION = {"rule", "motif"}


def css(path: Path) -> str:
    return COMMENT.sub("", path.read_text())


def palette(theme: str) -> dict[str, str]:
    """The colour tokens in force in a theme, in the order the browser applies them."""
    found: dict[str, str] = {}
    for _, media, body in BLOCK.findall(css(TOKENS)):
        if _applies(media.strip(), theme):
            found |= {name: value.strip() for name, value in DECLARED.findall(body)}
    return {name: value for name, value in found.items() if COLOUR.fullmatch(value)}


def _applies(media: str, theme: str) -> bool:
    holds = {
        "(prefers-color-scheme: dark)": theme.startswith("dark"),
        "(prefers-contrast: more)": theme.endswith("more contrast"),
        "print": theme == "print",
    }
    return all(holds[condition.strip()] for condition in media.split(" and ")) if media else True


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_weak(pairs: list[tuple[str, str]], least: float, theme: str) -> list[str]:
    colours = palette(theme)
    ratios = {(on, under): contrast(colours[on], colours[under]) for on, under in pairs}
    return [f"{on} on {under}: {ratio:.2f}" for (on, under), ratio in ratios.items() if ratio < least]


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_everything_it_stands_on(theme: str) -> None:
    assert too_weak(TEXT, 4.5, theme) == []


@pytest.mark.parametrize("theme", THEMES)
def test_borders_and_focus_can_be_seen(theme: str) -> None:
    assert too_weak(SHAPES, 3.0, theme) == []


def test_more_contrast_means_seven_to_one() -> None:
    for theme in ("light, more contrast", "dark, more contrast"):
        assert too_weak([(ink, ground) for ink in ("ink", "ink-soft") for ground in GROUNDS], 7.0, theme) == []


def test_every_colour_token_is_judged_or_mere_decoration() -> None:
    judged = {name for pair in (*TEXT, *SHAPES) for name in pair}
    assert set(palette("light")) == judged | DECORATION


def test_decoration_never_colours_text() -> None:
    used = {name for path in STYLES for name in re.findall(r"(?<![-\w])color:\s*var\(--([a-z-]+)\)", css(path))}
    assert used & DECORATION <= {"motif"}  # the ornament draws with currentColor
    assert ".ornament { color: var(--motif)" in css(STATIC / "frame.css")


def test_only_the_tokens_name_colours() -> None:
    elsewhere = [f"{p.name}: {hit}" for p in STYLES if p != TOKENS for hit in COLOUR.findall(css(p))]
    assert elsewhere == []


def test_tokens_hold_tokens_and_nothing_else() -> None:
    selectors = {s.strip() for s in re.findall(r"([^{};]+)\{", css(TOKENS))}
    assert {s for s in selectors if not s.startswith("@media")} == {":root"}


def test_every_token_used_exists_and_every_token_is_used() -> None:
    declared = {name for name, _ in DECLARED.findall(css(TOKENS))}
    used = {name for path in STYLES for name in re.findall(r"var\(--([a-z0-9-]+)\)", css(path))}
    assert used == declared


def test_body_text_is_never_below_seventeen_pixels() -> None:
    least = re.search(r"--step-0: clamp\(([\d.]+)rem", css(TOKENS))
    assert least is not None
    assert float(least.group(1)) * 16 >= 17


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_styles_fetch_nothing_and_force_nothing(path: Path) -> None:
    text = css(path)
    assert "!important" not in text
    assert "@import" not in text
    assert re.findall(r"url\(\s*[\"']?(?:https?:|//|data:)", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_template_keeps_within_the_content_policy(path: Path) -> None:
    text = path.read_text()
    assert re.findall(r"\sstyle\s*=", text) == []
    assert re.findall(r"<style\b", text) == []
    assert re.findall(r"<script(?![^>]*\ssrc=\"{% static )", text) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", text) == []
    assert re.findall(r"javascript:|data:(?:image|text|font)", text) == []


@pytest.mark.parametrize("path", [*TEMPLATES, *SCRIPTS, *sorted(STATIC.glob("*.svg"))], ids=lambda p: p.name)
def test_nothing_names_a_foreign_host(path: Path) -> None:
    text = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}", text) == []


def test_public_pages_do_not_carry_the_style_of_the_desk() -> None:
    public = [p for p in TEMPLATES if not {"desk", "keys"} & set(p.parts)]  # keys stand behind the sign-in
    assert [p.name for p in public if "desk.css" in p.read_text()] == []


def test_every_image_drawn_in_a_page_has_a_name_or_is_silent_to_a_screen_reader() -> None:
    drawn = [tag for path in TEMPLATES for tag in re.findall(r"<svg[^>]*>", path.read_text())]
    assert drawn
    speaks = re.compile(r'aria-labelledby=|role="img" aria-label="[^"]')  # a map (tests/web/test_place.py), a QR code
    drawn = [tag for tag in drawn if not speaks.search(tag)]
    assert [tag for tag in drawn if 'aria-hidden="true"' not in tag or 'focusable="false"' not in tag] == []


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("2026-11-22T03Z", "22 November 2026, pukul 10.00–10.59 WIB"),
        ("2026-11-22T20:05Z", "23 November 2026, pukul 03.05 WIB"),
    ],
)
def test_the_time_of_a_leaf_is_written_as_people_read_it(kept: str, read: str) -> None:
    assert parts.leaf_time(kept) == read
