"""Documents that are made from the code: current, complete, and true where they are prose."""

import re

import numpy as np
import pytest

from sim import documents, indicators, spinup, tables
from sim.accounts import FLOWS
from sim.documents import inputs, markdown, odd, source, states, submodels
from sim.documents.docstrings import parse
from sim.legal import RIGHT_KEYS
from sim.parameters import describe
from sim.people import PEOPLE
from sim.problems import NticError
from sim.scenario import events
from sim.schedule import SCHEDULE
from sim.specs import ATTRIBUTES, BUNDLE_KEYS
from sim.state import TABLES, columns

ROOT = documents.FOLDER.parent
SCENARIO_KEYS = {"scale", "quarters", "background", "centers", "bundles", "parameters"}
ODD = (documents.FOLDER / "odd.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def blocks():
    """Return the blocks of the ODD as the code would write them."""
    return {name: block() for name, block in odd.BLOCKS.items()}


@pytest.mark.parametrize("name", documents.PAGES)
def test_the_page_is_what_the_code_would_write(name):
    there = (documents.FOLDER / name).read_text(encoding="utf-8")
    assert there == documents.PAGES[name](), "stale; run python -m sim.documents"


def test_a_stale_page_is_named_and_written_anew(tmp_path):
    for name in documents.PAGES:
        (tmp_path / name).write_bytes((documents.FOLDER / name).read_bytes())
    assert documents.stale(tmp_path) == []
    (tmp_path / "parameters.md").write_text("another page", encoding="utf-8")
    assert documents.stale(tmp_path) == ["parameters.md"]
    assert documents.write(tmp_path) == ["parameters.md"]
    assert documents.stale(tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(documents.PAGES)


def test_nothing_is_written_if_one_page_cannot_be_made(tmp_path, monkeypatch):
    def broken():
        raise NticError("documents: something has no `meaning`")

    monkeypatch.setitem(documents.PAGES, "zebra.md", broken)
    with pytest.raises(NticError, match="meaning"):
        documents.write(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_rule_stands_in_the_odd(blocks):
    rules = [f for f in source.functions().values() if f.module.startswith("rules.")]
    assert len(rules) > 100
    missing = [rule.short for rule in rules if f"#### `{rule.short}`\n" not in blocks["submodels"]]
    assert missing == []


def test_every_step_stands_in_the_schedule_of_the_odd_in_order(blocks):
    places = [
        blocks["schedule"].index(f"| `{submodels.step_name(step)}` |", 0)
        for phase in SCHEDULE
        for step in phase.steps
    ]
    first = list(dict.fromkeys(places))  # one settlement stands twice
    assert first == sorted(first)
    for place, phase in enumerate(SCHEDULE, 1):
        assert f"**{place}. {phase.name}.**" in blocks["schedule"]


def test_every_parameter_stands_in_the_page_and_in_its_submodel(blocks):
    page = documents.PAGES["parameters.md"]()
    for name, _, _ in describe():
        assert f"| `{name}` |" in page
        assert f"| `{name}` |" in blocks["submodels"] + blocks["start"]


def test_every_parameter_is_read_somewhere():
    assert [name for name, _, _ in describe() if name not in source.readers()] == []


def test_every_channel_and_every_flow_stands_in_the_odd(blocks):
    assert len(source.channels()) > 60
    for name, number in source.channels().items():
        assert f"| `{name}` | {number} |" in blocks["draws"]
    for flow in (*FLOWS, *PEOPLE):
        assert f"| `{flow.name}` |" in blocks["flows"]


def test_every_table_and_column_stands_in_the_odd_and_the_page_of_the_world(blocks):
    page = documents.PAGES["world.md"]()
    for name, row in TABLES.items():
        assert f"\n## {name}\n" in page
        for column in columns(row):
            assert f"| `{column}` |" in page
            assert f"| `{column}` |" in blocks["entities"]
        if name != "births":
            assert f"**{name}**," in blocks["entities"]


def test_every_indicator_stands_in_its_page():
    page = documents.PAGES["indicators.md"]()
    for one in indicators.FIELD + indicators.PROVINCE + indicators.NATION:
        assert f"| `{one.name}` |" in page


def test_every_file_of_data_and_every_target_stands_in_the_odd(blocks):
    for path in tables.DATA.glob("*.csv"):
        if path.stem == "sources":
            continue
        assert f"| `{path.name}` |" in blocks["data"]
    for name, key in (("demography", "fact"), ("official", "fact"), ("stylised_facts", "id")):
        for row in inputs.targets(name):
            assert f"| `{row[key]}` |" in blocks["patterns"]


def test_every_source_that_the_odd_cites_is_listed(blocks):
    listed = set(re.findall(r"^\| (S_\w+) \|", blocks["sources"], re.MULTILINE))
    known = {row["source"] for row in tables.rows("sources")}
    cited = set(inputs.cited([*blocks.values()])) & known
    assert cited <= listed


def test_no_cell_of_any_page_is_empty():
    for name, page in documents.PAGES.items():
        text = page()
        bare = [line for line in text.splitlines() if re.search(r"(?<!\\)\|\s*\|", line)]
        assert bare == [], name


def test_an_empty_cell_is_refused():
    with pytest.raises(NticError, match="`zebra` has no `meaning`; document it"):
        markdown.table(("name", "meaning"), [("`zebra`", " ")])
    with pytest.raises(NticError, match="has no `name`"):
        markdown.table(("name", "meaning"), [("``", "striped")])


def test_a_rule_without_a_docstring_stops_the_page():
    rule = next(f for f in source.functions().values() if f.short == "market.price")
    assert "unit cost" in submodels.rule_text(rule)
    with pytest.raises(NticError, match="price has no docstring"):
        submodels.rule_text(rule._replace(doc=""))


def test_text_keeps_its_signs_in_a_cell():
    assert markdown.plain("|K and W| * 2 < 3") == r"\|K and W\| \* 2 &lt; 3"
    assert markdown.plain("Uses ``a_b`` * c") == r"Uses `a_b` \* c"
    assert markdown.plain("`a * b | c`") == r"`a * b \| c`"


def test_a_docstring_is_taken_apart():
    doc = parse(
        """Return a thing: a x b.

        More of it.

        ====  ====
        a     b
        ====  ====

        Parameters
        ----------
        a, b : float, > 0 [1]
            Two
            numbers.

        Returns
        -------
        float [km]
            Never negative.

        References
        ----------
        .. [1] Bass (1969), Management
           Science 15.
        .. [2] Another.
        """
    )
    assert doc.summary == "Return a thing: a x b."
    assert doc.body == ("More of it.",)
    assert doc.tables == ("====  ====\na     b\n====  ====",)
    assert doc.arguments == (("a, b", "float, > 0 [1]", "Two numbers."),)
    assert doc.returns == (("", "float [km]", "Never negative."),)
    assert doc.references == ("Bass (1969), Management Science 15.", "Another.")


GOOD = "before\n<!-- generated: one -->\nold\n<!-- end -->\nafter\n"


def test_a_block_is_filled_and_the_prose_is_kept():
    filled = markdown.fill(GOOD, {"one": lambda: "new"})
    assert filled == GOOD.replace("old", "\nnew\n")
    assert markdown.fill(filled, {"one": lambda: "new"}) == filled
    assert markdown.prose(filled) == "before\n\nafter\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("<!-- end -->", ""), "does not end"),
        (GOOD.replace("old", "<!-- generated: one -->"), "does not end"),
        (GOOD + "<!-- end -->", "ends no block"),
        ("<!-- end -->" + GOOD, "ends no block"),
        (GOOD.replace("one", "two"), "unknown"),
        (GOOD + GOOD, "there twice"),
        ("only prose", "no marker"),
    ],
)
def test_markers_that_are_not_in_pairs_are_refused(text, message):
    with pytest.raises(NticError, match=message):
        markdown.fill(text, {"one": lambda: "new"})


def is_known(name):
    """Say whether a name in code type is one of the project: what it may be is listed here."""
    if name.startswith("python -m "):
        return (ROOT / (name.split()[2].replace(".", "/"))).exists()
    if "/" in name:
        return (ROOT / name).exists()
    functions = source.functions().values()
    known = {f.short for f in functions} | {f.dotted for f in functions}
    known |= {name for name, _, _ in describe()}
    known |= {f"{table}.{column}" for table, row in TABLES.items() for column in columns(row)}
    if "." in name:
        return name in known
    known = {column for row in TABLES.values() for column in columns(row)} | set(TABLES)
    known |= {*BUNDLE_KEYS, *ATTRIBUTES, *SCENARIO_KEYS, *odd.SIZES}
    known |= {row["id"] for row in inputs.targets("stylised_facts")}
    return name in known


def test_names_in_the_prose_of_the_odd_exist():
    named = set(re.findall(r"`([^`\n]+)`", markdown.prose(ODD)))
    assert len(named) > 50
    assert sorted(name for name in named if not is_known(name)) == []


def test_a_name_that_does_not_exist_is_seen():
    unknown = ("market.zebra", "turnover.zebra", "zebra", "scenarios/zebra.yaml", "python -m zebra")
    assert not any(map(is_known, unknown))


def test_links_of_the_prose_lead_somewhere():
    text = markdown.prose(ODD)
    for page in re.findall(r"\]\((\w+\.md)\)", text):
        assert (documents.FOLDER / page).exists(), page
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    inside = re.findall(r"\]\(#([^)]+)\)", text)
    assert inside
    assert [anchor for anchor in inside if anchor not in anchors] == []


def test_the_readme_names_every_page_and_no_other():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\]\(docs/(\w+\.md)\)", text))
    assert named == {path.name for path in documents.FOLDER.glob("*.md")}


def test_every_kind_of_event_stands_in_the_odd(blocks):
    for kind in events.KINDS:
        assert f"| `{kind}` |" in blocks["events"]
    keys = {key for names in events.KEYS.values() for key in names}
    for name in keys | {*events.OF_CENTERS, *events.BUDGETS, *events.changeable("field")}:
        assert f"`{name}`" in blocks["events"], name


def test_every_table_with_dates_is_named_in_the_prose_of_the_odd():
    text = markdown.prose(ODD)
    dated = [
        path.name
        for path in inputs.files()
        if {"quarter", "opens", "approved_quarter"} & set(tables.rows(path.stem)[0])
    ]
    assert len(dated) > 2
    for name in set(dated) - {"background.csv"}:
        assert f"`scenarios/data/{name}`" in text


def test_the_odd_has_its_seven_elements_and_eleven_concepts():
    text = markdown.prose(ODD)
    elements = re.findall(r"^## (\d) ", text, re.MULTILINE)
    assert elements == list("1234567")
    concepts = (
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction",
        "Sensing", "Interaction", "Stochasticity", "Collectives", "Observation",
    )  # fmt: skip
    places = [text.index(f"\n**{concept}.**") for concept in concepts]
    assert places == sorted(places)


def test_what_the_page_calls_a_constant_stays_in_an_eventful_run(busy, eventful, filled):
    """Row numbers move as rows come and go, while they go on naming the same organisation."""
    start, end = spinup.start(busy), eventful.world
    compared = 0
    for name, row in TABLES.items():
        about = columns(row)
        key = "id" if "id" in about else "key"
        if key not in about or name == "births":
            continue
        before, after = filled(start, name).ravel(), filled(end, name).ravel()
        _, i, j = np.intersect1d(before[key], after[key], return_indices=True)
        for column, c in about.items():
            if states.kind_of(name, column) != "state" and c.unit != "row" and i.size:
                compared += 1
                assert np.array_equal(before[column][i], after[column][j]), f"{name}.{column}"
    assert compared > 60


def test_what_the_page_calls_a_state_is_written_by_a_phase():
    for place in (("enterprises", "knowledge"), ("fields", "largest"), ("teams", "stage"),
                  ("cells", "staff"), ("institutes", "cash"), ("links", "live")):  # fmt: skip
        assert states.kind_of(*place) == "state"
    assert states.kind_of("fields", "openness") == "dated"
    assert states.kind_of("fields", "neighbours") == "constant"
    called = {"grant", "local_grant", "pilot_capacity", "pilot_for_members", "extension", "fee"}
    called.add("incubator_places")
    for name in events.OF_CENTERS:  # what a call charters, or independence brings, the run writes
        in_run = name in called or name in RIGHT_KEYS
        assert states.kind_of("centers", name) == ("state" if in_run else "dated"), name
    assert states.kind_of("charters", "lead_votes") == "constant"
    assert states.kind_of("enterprises", "ownership") == "constant"


def test_parameters_of_a_rule_are_those_that_it_and_what_it_calls_read():
    assert source.parameters_of("rules.market.tax") == []
    assert source.parameters_of("rules.turnover.interest") == ["turnover.interest"]
    assert "maturation.success" in source.parameters_of("rules.value.prospect")
