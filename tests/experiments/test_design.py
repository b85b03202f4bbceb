"""Design files: what is read, and what every kind of mistake is told."""

from pathlib import Path

import pytest

from experiments.design import reading
from experiments.design.files import is_design, shipped
from experiments.design.reading import larger, read
from experiments.design.runs import Runs
from experiments.design.scenarios import scenario_of
from sim.problems import NticError, ScenarioError

OWNER = "  owner: { key: bundles.leader_led.results_owner, levels: [lead] }\n"
IDEAS = "research.ideas_per_quarter: { range: [1, 4] }"
SOBOL = "{ method: sobol, samples: 2 }"
FIELDS = "[high_speed_train, new_materials, quantum_communication]"
BESIDE = {
    "own": "based_on: tiny\n",
    "wide": f"based_on: tiny\nfields: {FIELDS}\n",
    "far": "based_on: ../tiny.yaml\n",
}
"""Scenarios beside the design."""

MISTAKES = [
    ("format: 1", "format: 2", 1, "`format`: 2 is out of bounds; expected a whole number from 1"),
    ("name: small", "name: large", 2, "`large` is not the name of the file; write `small`"),
    ("question: Does it all fit together?", "question:", 3, "`question`: is empty"),
    ("question: Does it", "qestion: Does it", 3, "unknown key `qestion`; did you mean `question`?"),
    ("question: Does it", "qestion: Does it", 1, "missing key `question`"),
    ("scenario: tiny", "scenario: tinny", 4, "there is no scenario `tinny`; did you mean `tiny`?"),
    ("scenario: tiny", "scenario: sub/own.yaml", 4, "lies elsewhere; expected a file beside the"),
    ("scenario: tiny", "scenario: far.yaml", 4, "`far.yaml` is based on a file elsewhere"),
    ("seed: 1", "seed: -1", 5, "`seed`: -1 is out of bounds; expected a whole number from 0"),
    ("seed: 1", f"seed: {2**63}", 5, f"`seed`: {2**63} is out of bounds"),
    ("seed: 1", "seed: '1'", 5, "got the text '1'"),
    ("replications: 6", "replications: 0", 6, "`replications`: 0 is out of bounds"),
    ("replications: 6", "replications: 1e3", 6, "got `1e3`; expected a whole number"),
    ("chunk: 4", "chunk: 0", 7, "`chunk`: 0 is out of bounds"),
    ("chunk: 4", "chnk: 4", 7, "unknown key `chnk`; did you mean `chunk`?"),
    ("{ quarters: 2", "{ quarters: two", 8, "`quarters`: got `two`; expected a whole number"),
    ("{ quarters: 2", "{ rubbish: 2", 8, "`rubbish`: cannot be set"),
    ("{ quarters: 2", "{ seed: 3, quarters: 2", 8, "`set.seed`: moves nothing"),
    ("[2010Q2]", "[2010Q3]", 18, "`outcomes.surplus.horizons`: 2010Q3 is after the end of tiny"),
    ("[2010Q2]", "[]", 9, "`horizons`: is empty; expected at least one quarter"),
    ("[2010Q2]", "[2010Q2, 2010Q2]", 9, "`2010Q2` is listed twice"),
    ("[2010Q2]", "2010Q2", 9, "`horizons`: got `2010Q2`; expected a list"),
    ("[2010Q2]", "[2009Q4]", 9, "2009Q4 is out of bounds; expected a quarter from 2010Q1"),
    ("horizons: [2010Q2]", "look: 1", 18, "`outcomes.surplus`: missing key `horizons`"),
    ("[5, 60]", "[]", 11, "`levers.grant.levels`: is empty; expected at least one level"),
    ("[5, 60]", "[5, 5.0]", 11, "`levers.grant.levels`: `5` as `5.0` is listed twice"),
    ("[5, 60]", "[5, lots]", 11, "`bundles.leader_led.grant`: got `lots`; expected a number"),
    ("[5, 60]", "[5, -60]", 11, "-60 is out of bounds; expected a number from 0 to 100000"),
    ("[5, 60]", "5", 11, "`levers.grant.levels`: got `5`; expected a list"),
    ("levels: [5, 60]", "range: [5, 60]", 11, "`levers.grant`: has a range, of which a full"),
    ("  grant:", "  run:", 11, "`levers.run`: is no name for a column"),
    ("  grant:", "  a@b:", 11, "`levers.a@b`: is no name for a column"),
    ("  grant:", "  '':", 11, "is no name for a column"),
    ("leader_led.grant", "leader_led.grnt", 11, "unknown key `grnt`; did you mean `grant`?"),
    ("bundles.leader_led.grant", "seed", 11, "`levers.grant`: moves nothing: every run has"),
    (OWNER, OWNER.replace("results_owner", "grant"), 12, "which `grant` sets too: one of them"),
    (OWNER, "  owner: { levels: { a: { bundles: { leader_led: { grant: 3 } } } } }\n", 12,
     "`levers.owner`: sets `bundles.leader_led.grant`, which `grant` sets too"),
    (OWNER, "  owner: { levels: { a: { bundles: all } } }\n", 12, "`levers.owner`: sets `bundles`"),
    (OWNER, "  owner: {}\n", 12, "`levers.owner`: says nothing; expected `scenarios`, `key` or"),
    (OWNER, "  owner: { scenarios: [tiny, tiny] }\n", 12, "`tiny` is listed twice"),
    (OWNER, "  owner: { scenarios: [tiny, tinny] }\n", 12, "there is no scenario `tinny`"),
    (OWNER, "  owner: { scenarios: [tiny], key: x }\n", 12, "`levers.owner.key`: scenarios have"),
    (OWNER, "  a: { scenarios: [tiny] }\n  b: { scenarios: [own.yaml] }\n", 13,
     "`levers.b`: sets `scenario`, which `a` sets too"),
    (OWNER, "  place: { scenarios: [tiny, wide.yaml] }\n", 19,
     "`outcomes.gap.by`: wide has the field `quantum_communication`, which the first point lacks"),
    (OWNER, "  research.ideas_per_quarter: { levels: { a: { question: x } } }\n", 14,
     "`uncertainties.research.ideas_per_quarter`: is a lever too"),
    (IDEAS, "research.ideas: { range: [1, 4] }", 14, "unknown parameter `research.ideas`; did you"),
    ("[1, 4]", "[4, 1]", 14, "does not go up; expected [low, high]"),
    ("[1, 4]", "[1, 4000]", 14, "4000 is out of bounds; expected a number from 0.1 to 10"),
    ("[1, 4]", "[1]", 14, "has 1 values; expected two"),
    ("[1, 4]", "[1, 4], mode: 2", 14, "mode`: is not used by uniform"),
    ("[1, 4]", "[1, 4], distribution: gauss", 14, "unknown distribution `gauss`; known: `uniform`"),
    ("range: [1, 4]", "distribution: triangular", 14, "missing key `mode` of a triangular"),
    ("[1, 4]", "[1, 4], distribution: triangular, mode: 9", 14, "9 is out of bounds"),
    ("[1, 4]", "[1, 4], distribution: normal, mean: 2", 14, "missing key `sd` of a normal"),
    ("[1, 4]", "[1, 4], distribution: normal, mean: 2, sd: 0", 14, "sd`: 0 is out of bounds"),
    ("range: [1, 4]", "levels: [1, 2], mode: 2", 14, "mode`: levels have none"),
    (IDEAS, "quarters: { distribution: log_uniform, range: [0, 2] }", 14,
     "`uncertainties.quarters.range`: begins at 0; expected above 0 for log_uniform"),
    (IDEAS, "bundles.leader_led.experts: { range: [0, 9] }", 14, "expected a whole number from 0"),
    (IDEAS, "quarters: { mode: 3 }", 14, "missing key `range`: only parameters have one of"),
    ("method: sobol", "method: sobel", 16, "unknown method `sobel`; did you mean `sobol`?"),
    ("samples: 2", "samples: 3", 16, "samples`: got 3; expected a power of two, without which"),
    ("samples: 2", "trajectories: 2", 16, "trajectories`: is not used by `sobol`"),
    (SOBOL, "sobol", 16, "`sampling.uncertainties`: missing key `samples`"),
    (SOBOL, "{ method: morris, trajectories: 2, grid: 3 }", 16, "got 3; expected an even number"),
    (SOBOL, "full_factorial", 14, "has a range, of which a full factorial has no levels"),
    (f"\n  {IDEAS}", " {}", 15, "`sampling.uncertainties`: there is nothing to sample"),
    ("social_surplus", "social_surplu", 18, "unknown indicator `social_surplu`; did you mean"),
    ("measure: total", "measure: sum", 18, "unknown measure `sum`; known: `total`, `mean`"),
    ("better: higher", "better: more", 18, "unknown better `more`; known: `higher`, `lower`"),
    (", primary: true", "", 18, "`outcomes`: none is primary; expected one outcome with `primary"),
    ("better: lower", "better: lower, primary: true", 18, "`surplus`, `gap` is primary"),
    ("across: mean, ", "", 19, "missing key `across`: `gap` is of each field"),
    ("measure: total", "measure: total, across: mean", 18, "across`: the nation is one place"),
    ("by: [field]", "by: [province]", 19, "unknown dimension of a field `province`; known"),
    ("by: [field]", "by: [field, field]", 19, "`field` is listed twice"),
    ("indicator: gap, level: field", "indicator: rd_enterprises", 19,
     "missing key `level`: there is a `rd_enterprises` of each of field, province"),
    ("measure: total", "measure: total, margin: 0", 18, "margin`: got 0; expected a number above"),
    ("measure: total", "measure: end, since: 2010Q1", 18, "since`: is not used by `end`"),
    ("measure: total", "measure: total, since: 2010Q3", 18, "since`: is after the horizon 2010Q2"),
    ("measure: total", "measure: last_year", 18, "2010Q2 is before 2010Q4, the first for"),
    ("  surplus: {", "  a@b: {", 18, "`outcomes.a@b`: is no name of an outcome"),
]  # fmt: skip
"""What is written instead of what, the line of the problem, and words of what is said."""


@pytest.fixture(scope="module")
def beside(tmp_path_factory):
    """Return a folder with scenarios of its own."""
    folder = tmp_path_factory.mktemp("designs")
    for name, text in BESIDE.items():
        (folder / f"{name}.yaml").write_text(f"format: 1\nname: {name}\nquestion: Q\n{text}")
    (folder.parent / "tiny.yaml").write_text("format: 1\nname: tiny\nbased_on: national\n")
    return folder


@pytest.mark.parametrize(("old", "new", "line", "words"), MISTAKES, ids=range(len(MISTAKES)))
def test_every_mistake_is_told_with_its_line(small, beside, old, new, line, words):
    with pytest.raises(ScenarioError) as caught:
        read(small(beside, (old, new)))
    told = [(p.line, str(p)) for p in caught.value.problems]
    assert any(at == line and words in text for at, text in told), told
    assert all(p.file.startswith(str(beside)) for p in caught.value.problems)
    assert len({text for _, text in told}) == len(told)


def test_all_mistakes_are_told_at_once(small, tmp_path):
    changes = [("seed: 1", "seed: x"), ("chunk: 4", "chunk: -4"), ("[5, 60]", "[]")]
    changes += [("[1, 4]", "[4, 1]"), ("better: lower", "better: worse")]
    with pytest.raises(ScenarioError) as caught:
        read(small(tmp_path, *changes))
    assert [p.line for p in caught.value.problems] == [5, 7, 11, 14, 19]


def test_what_is_wrong_only_at_the_end_of_a_range_is_told(small, tmp_path):
    file = small(tmp_path, (IDEAS, "enterprises: { range: [0, 40000] }"))
    with pytest.raises(ScenarioError, match="0 is out of bounds"):
        read(file)


def test_more_runs_than_anybody_can_do_are_refused(small, tmp_path):
    changes = [("replications: 6", "replications: 10000000"), ("samples: 2", "samples: 8")]
    with pytest.raises(ScenarioError, match="2 policies x 8 samples x 10000000 replications; exp"):
        read(small(tmp_path, *changes))
    many = ", ".join(str(k) for k in range(1500))
    changes = [("[5, 60]", f"[{many}]"), (OWNER, OWNER.replace("results_owner", "local_grant"))]
    file = small(tmp_path, changes[0], (OWNER, changes[1][1].replace("[lead]", f"[{many}]")))
    with pytest.raises(ScenarioError, match="asks for 2250000 policies"):
        read(file)


def test_no_file_and_no_yaml_are_told(tmp_path):
    with pytest.raises(ScenarioError, match="there is no such file"):
        read(tmp_path / "nothing.yaml")
    (tmp_path / "bad.yaml").write_text("a: [1\n")
    with pytest.raises(ScenarioError, match=r"bad\.yaml:2:1: not valid YAML"):
        read(tmp_path / "bad.yaml")


def test_a_design_is_read_whole(small, tmp_path):
    design = read(small(tmp_path))
    assert (design.name, design.seed, design.replications, design.chunk) == ("small", 1, 6, 4)
    assert [lever.name for lever in design.levers] == ["grant", "owner"]
    assert [level.label for level in design.levers[0].levels] == ["5", "60"]
    assert design.uncertainties[0].key == "research.ideas_per_quarter"
    assert design.uncertainty_sampling[:2] == ("sobol", 2)
    assert design.primary.name == "surplus"
    assert design.primary.unit == "million CNY"  # a total of what is a quarter's
    assert design.outcomes[1].by == ("field",)


def test_a_design_needs_no_chunk_levers_or_uncertainties(tmp_path):
    text = "format: 1\nname: bare\nquestion: Q\nscenario: tiny\nseed: 1\nreplications: 3\n"
    text += "horizons: [2010Q4]\noutcomes:\n"
    text += "  one: { indicator: social_surplus, measure: end, better: higher }\n"
    (tmp_path / "bare.yaml").write_text(text)
    design = read(tmp_path / "bare.yaml")
    assert (design.chunk, len(Runs(design))) == (reading.CHUNK, 3)
    assert design.primary.name == "one"


def test_a_point_sets_levels_and_values_over_what_all_runs_share(small, tmp_path):
    design = read(small(tmp_path))
    runs = Runs(design)
    for sample in range(2):
        value = runs.columns(0, sample)["research.ideas_per_quarter"]
        for policy, grant in ((0, 5.0), (1, 60.0)):
            scenario = scenario_of(runs, policy, sample)
            assert scenario.quarters == 2
            assert scenario.centers[0].bundle.grant == grant
            assert scenario.parameters.research.ideas_per_quarter == value


def test_levels_may_be_scenarios_and_sets_of_changes(small, beside):
    levels = "  place: { scenarios: [own.yaml, tiny] }\n  way: { levels: { usual: {}, new: "
    levels += "{ bundles.leader_led.experts: 3, contracts.membership.fee: 2 } } }\n"
    runs = Runs(read(small(beside, (OWNER, levels))))
    names = [(runs.policy_name(k), runs.columns(k, 0)["way"]) for k in range(4)]
    assert names == [("0.0.0", "usual"), ("0.0.1", "new"), ("0.1.0", "usual"), ("0.1.1", "new")]
    last = scenario_of(runs, 3, 0)
    assert (last.name, last.centers[0].bundle.experts, last.centers[0].terms.fee) == ("tiny", 3, 2)
    assert scenario_of(runs, 0, 0).name == "own"


def test_a_design_does_not_depend_on_where_it_is_read(small, tmp_path, monkeypatch):
    file = small(tmp_path)
    there = tmp_path / "elsewhere"
    there.mkdir()
    (there / "tiny").write_text("no scenario")  # a file of that name where one stands
    monkeypatch.chdir(there)
    assert scenario_of(Runs(read(file)), 0, 0).name == "tiny"


def test_numbers_of_replications_and_samples_can_be_raised(small, tmp_path):
    design = read(small(tmp_path))
    assert Runs(larger(design, 9, 4)).size == ((2, 1), 4, 9)
    assert Runs(larger(design, None, None)).size == Runs(design).size
    with pytest.raises(NticError, match="--samples 6: expected a power of two"):
        larger(design, None, 6)
    bare = read(small(tmp_path, (IDEAS, "research.ideas_per_quarter: { levels: [2] }"),
                      (f"sampling:\n  uncertainties: {SOBOL}\n", "")))  # fmt: skip
    with pytest.raises(NticError, match="are not sampled"):
        larger(bare, None, 4)


def test_what_a_design_is_can_be_told(small, tmp_path):
    assert is_design(small(tmp_path))
    assert is_design("smoke")
    assert not is_design("tiny")
    (tmp_path / "list.yaml").write_text("[1, 2]")
    assert not is_design(tmp_path / "list.yaml")


@pytest.mark.parametrize("name", shipped())
def test_shipped_designs_are_sound(name):
    design = read(name)
    assert design.path == Path(shipped()[name])
    assert design.outcomes
