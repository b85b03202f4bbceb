"""Words in two languages, and a font that has all their characters."""

import re
from dataclasses import replace

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import sim
from sim import codes, tables
from sim.accounts import SECTORS_ZH
from sim.figures import files, glyphs, sample, style, tiles
from sim.figures.words import WORDS
from sim.specs import ChangeSpec

PLACEHOLDER = re.compile(r"{(\w+)}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]+(?:[-_][A-Za-z]+)*")
ALLOWED = {"ntic", "TRL", "tiny"}
"""Latin words in Chinese figures: the program, a unit known by its letters, the scenario's name."""


class Noted(dict):
    """Words that remember which of them were asked for."""

    def __init__(self, *content):
        super().__init__(*content)
        self.used = set()

    def __getitem__(self, key):
        self.used.add(key)
        return super().__getitem__(key)


def laid_out(results, language):
    """Return all plates; a glyph that no font has is a warning, hence an error here."""
    chosen = files.gather(results, language)
    with mpl.rc_context(style.style_of(chosen)):
        plates = [plate for draw in files.DRAWINGS.values() if (plate := draw(chosen)) is not None]
        for plate in plates:
            FigureCanvasAgg(plate.figure).draw()
    return plates


def texts(plate):
    """Return all words of a figure, but for the marks of runs in its last line."""
    found = [text.get_text() for text in plate.figure.findobj(Text) if text.get_visible()]
    return [re.sub(r"(run|运行) [0-9a-f]{12}", "", text) for text in found if text.strip()]


@pytest.fixture(scope="module")
def lively(busy):
    """Return a run in which almost everything happens."""
    return sim.run(busy, out=False)


@pytest.fixture(scope="module")
def english(lively):
    """Return the plates of the lively run in English."""
    return laid_out(lively, "en")


@pytest.fixture(scope="module")
def chinese(lively):
    """Return the plates of the lively run in Chinese."""
    return laid_out(lively, "zh")


def with_seeds(run, number):
    """Return a run several times, as if with other seeds."""
    return [
        replace(run, scenario=replace(run.scenario, seed=seed)) for seed in range(1, number + 1)
    ]


def turned(run, orientation):
    """Return a run as if all its fields had another orientation."""
    fields = tuple(replace(field, orientation=orientation) for field in run.scenario.fields)
    return replace(run, scenario=replace(run.scenario, fields=fields))


def whole_country(run):
    """Return a run as if it had all fields, and grants that are cut."""
    cut = ChangeSpec("2020Q1", "grant", None, 1.0, run.scenario.centers[0].key)
    fields = tuple(tables.fields().values())
    return replace(run, scenario=replace(run.scenario, fields=fields, changes=(cut,)))


def test_every_word_has_both_languages_and_the_same_places_to_fill():
    for key, (english, chinese) in WORDS.items():
        assert set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(chinese)), key
        assert CHINESE.search(PLACEHOLDER.sub("", chinese)), key
        assert not CHINESE.search(english), key


def test_every_word_is_used(lively, monkeypatch):
    words = Noted(WORDS)
    monkeypatch.setattr(sample, "WORDS", words)
    for results in (
        turned(lively, "frontier"),
        whole_country(lively),
        with_seeds(turned(lively, "national_need"), 3),
        with_seeds(lively, 9),
        sim.run("tiny", out=False, quarters=3),
        sim.run("tiny", out=False, quarters=2, overrides={"centers": "none"}),
    ):
        chosen = files.gather(results, "en")
        with mpl.rc_context(style.style_of(chosen)):
            for drawing in files.DRAWINGS.values():
                drawing(chosen)
    assert set(WORDS) - words.used == set()


def test_chinese_figures_have_no_latin_words(chinese):
    for plate in chinese:
        for text in texts(plate):
            assert set(LATIN.findall(text)) <= ALLOWED, text
        assert CHINESE.search(plate.title)
        assert CHINESE.search(plate.caption)


def test_chinese_figures_name_provinces_fields_and_quarters_in_chinese(chinese):
    shown = "".join("".join(texts(plate)) for plate in chinese)
    for words in ("北京", "高速列车", "早期高速列车中心", "2024年四季度", "亿元", "风险投资"):
        assert words in shown.replace("\n", "")


def test_english_figures_have_no_chinese(english):
    for plate in english:
        for text in texts(plate):
            assert not CHINESE.search(text), text


def test_type_is_seven_to_nine_points(english):
    for plate in english:
        sizes = {text.get_fontsize() for text in plate.figure.findobj(Text) if text.get_text()}
        assert min(sizes) >= 7.0
        assert max(sizes) <= 9.0
        assert plate.figure.get_figwidth() == pytest.approx(174.0 / 25.4)


def test_the_font_has_every_character_of_the_projects_own_names():
    has = {chr(code) for code in font_manager.get_font(glyphs.FONT).get_charmap()}
    named = [word for pair in WORDS.values() for word in pair]
    named += [spec.name_zh for spec in (*tables.fields().values(), *tables.provinces().values())]
    named += [row.name_zh for row in tables.centers().values()]
    named += [spec.name for spec in tables.manufacturing_centers()]
    named += [zh for _, zh in (*codes.ORIGINS.values(), *codes.EVENT_KINDS.values())]
    named += [*SECTORS_ZH, *tiles.NAMES_ZH.values()]
    assert set("".join(named)) - has - {"\n"} == set()


def test_a_missing_glyph_is_an_error_here():
    with mpl.rc_context({"font.family": glyphs.OURS}):
        figure = Figure()
        figure.text(0.5, 0.5, "\U00020000")
        with pytest.raises(UserWarning, match="missing"):
            FigureCanvasAgg(figure).draw()


def named(run, chinese):
    """Return a run as if its first field and its center had another Chinese name."""
    fields = (replace(run.scenario.fields[0], name_zh=chinese), *run.scenario.fields[1:])
    centers = tuple(replace(center, name_zh=chinese) for center in run.scenario.centers)
    return replace(run, scenario=replace(run.scenario, fields=fields, centers=centers))


def test_a_font_of_the_system_helps_with_characters_of_ones_own(lively, monkeypatch):
    monkeypatch.setattr(glyphs, "INSTALLED", ("Not There", "STIXGeneral"))
    rare = named(lively, "\N{DOUBLE-STRUCK CAPITAL C}\N{MATHEMATICAL FRAKTUR CAPITAL B}")
    usual = style.style_of(files.gather(lively, "zh"))["font.family"]
    assert usual == ["ntic Sans", "DejaVu Sans"]
    monkeypatch.setattr(glyphs, "usual", lambda text: "\N{DOUBLE-STRUCK CAPITAL C}" not in text)
    assert style.style_of(files.gather(rare, "zh"))["font.family"] == [*usual, "STIXGeneral"]
    assert style.style_of(files.gather(rare, "en"))["font.family"] == usual


def test_a_name_that_no_font_can_write_stands_in_english(lively, tmp_path):
    rare = named(lively, "𠮷龘靐齉龗㐂")
    shown = files.gather(rare, "zh")
    assert next(iter(shown.fields.values())) == rare.scenario.fields[0].name_en
    assert list(shown.centers.values()) == ["Early Train Center"]
    assert files.draw(rare, tmp_path, "zh")  # a warning about a glyph would be an error here
    without = named(lively, "𠮷").scenario.fields[0]
    spec = replace(without, key="my_own", name_en="𠮷")
    assert shown._name(spec) == "my own"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("National Dairy Technology Innovation Center", "Dairy"),
        ("国家乳业技术创新中心", "乳业"),
        ("京津冀国家技术创新中心", "京津冀"),
        ("Early Train Center", "Early Train Center"),
        ("国家技术创新中心", "国家技术创新中心"),
    ],
)
def test_names_of_centers_lose_what_they_have_in_common(name, short):
    assert sample.short_name(name) == short


def test_lines_fit_and_lose_nothing():
    for text in ("一二三四五六七八九十" * 12 + "。" * 2, "several words and more of them " * 9):
        lines = style.lines_of(text, 7.0, 3.0)
        assert len(lines) > 1
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(style._width(line, _font()) <= 3.0 for line in lines)
        assert not any(line.startswith("。") for line in lines)


def _font():
    return font_manager.FontProperties(family=[glyphs.OURS, "DejaVu Sans"], size=7.0)


def test_tiles_stand_apart_and_every_province_has_one():
    layout = tiles.LAYOUT
    assert len({place[:2] for place in layout.values()}) == len(layout) == 34
    assert {p.gb_code for p in tables.provinces().values()} < set(layout)
    assert len({place[2] for place in layout.values()}) == 34
