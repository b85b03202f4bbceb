"""The command line: quick to help, plain about mistakes, and nothing left after one."""

import subprocess
import sys

import pytest

from sim import parameters
from sim.cli import main
from sim.scenario import shipped

HEAVY = ("numba", "pandas", "matplotlib", "mesa", "pyarrow", "scipy")
COMMANDS = ("run", "check", "compile", "parameters", "indicators", "columns", "schema", "init",
            "explain", "export", "diff", "ablate", "plan", "sweep", "extend", "status", "verify",
            "merge", "replay", "compare", "best")  # fmt: skip


@pytest.fixture
def ntic(capsys, monkeypatch, tmp_path):
    """Return a function that runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
        shown = capsys.readouterr()
        return caught.value.code, shown.out, shown.err

    return call


def test_help_names_every_command(ntic):
    code, out, err = ntic("--help")
    assert code == 0
    assert not err
    for command in COMMANDS:
        assert f"\n  {command} " in out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(ntic, command):
    code, out, err = ntic(command, "--help")
    assert code == 0
    assert f"ntic {command}" in out
    assert not err


def imported(program, names):
    """Return which of some modules a program has imported by its end, as a list in text."""
    program += "print(sorted(set(sys.modules) & set(sys.argv[1:])))"
    answer = subprocess.run(
        [sys.executable, "-c", program, *names], capture_output=True, text=True, check=True
    )
    return answer.stdout.splitlines()[-1]


def test_help_imports_nothing_heavy():
    program = (
        "import sys; from sim.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    )
    assert imported(program, (*HEAVY, "numpy", "yaml")) == "[]"


def test_check_imports_no_compiler():
    program = (
        "import sys; from sim.cli import main\n"
        "try: main(['check', 'tiny'])\n"
        "except SystemExit: pass\n"
    )
    assert imported(program, HEAVY) == "[]"


def test_check_says_what_is_simulated(ntic):
    code, out, err = ntic("check", *shipped())
    assert code == 0
    assert not err
    assert "2010Q1 to 2030Q4 (84 quarters)" in out
    assert "24 fields, 31 provinces" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("run", "no_such_scenario"),
        ("run", "tiny", "--driver", "magic"),
        ("run", "tiny", "--scale", "2"),
        ("run", "tiny", "--quarters", "0"),
        ("run", "tiny", "--seed", "-1"),
        ("run", "tiny", "--seed", "one"),
        ("run", "tiny", "--threads", "0"),
        ("run", "tiny", "--set", "market.payout"),
        ("run", "tiny", "--set", "market.payout=7"),
        ("run", "tiny", "--set", "market.payot=0.5"),
        ("run", "tiny", "--set", "seed=2", "--set", "seed=3"),
        ("run", "tiny", "--set", "seed=2", "--seed", "3"),
        ("run", "tiny", "--replications", "2", "--state"),
        ("run", ""),
        ("run", "x" * 5000),
        ("run", "tiny", "--out", "/proc/x"),
        ("diff", "tiny", "tiny", "--out", "/proc/x"),
        ("diff", "tiny", "tinny"),
        ("ablate", "tiny", "--without", "magic"),
        ("export", "no_such_run"),
        ("explain", "no_such_name"),
        ("init", "/proc/x"),
        ("check", "tiny", "no_such_scenario"),
        ("no_such_command",),
    ],
)
def test_a_mistake_ends_with_code_2_and_leaves_nothing(ntic, tmp_path, arguments):
    code, out, err = ntic(*arguments)
    assert code == 2
    assert err
    assert "Traceback" not in err
    assert "digest:" not in out
    assert not list(tmp_path.iterdir())


def test_explain_says_what_it_knows_before_it_complains(ntic):
    code, out, err = ntic("explain", "hhi", "no_such_name", "dairy")
    assert code == 2
    assert "hhi" in out
    assert "dairy" in out
    assert err.count("\n") == 1


def test_check_lists_what_is_dated_and_what_comes_too_late(ntic):
    events = "events=[{from: 2011Q1, change: market.payout, to: 0.5}, {embargo: new_materials, "
    code, out, _ = ntic("check", "tiny", "--set", events + "from: 2050Q1, until: 2051Q1}]")
    assert code == 0
    assert "  2011Q1: market.payout 0.5\n" in out
    assert "  2050Q1: embargo of new_materials  note: after the end of the run" in out
    code, out, _ = ntic("check", "national", "--set", "quarters=40")
    assert "note: 16 centers are approved after the end of the run" in out


def test_nothing_runs_before_the_folder_is_known_to_be_writable(ntic, monkeypatch):
    def never(*_, **__):
        raise AssertionError("it ran")

    monkeypatch.setattr("sim.kernel.run", never)
    for command in (("run", "tiny"), ("diff", "tiny", "tiny"), ("ablate", "tiny")):
        code, _, err = ntic(*command, "--out", "/proc/x")
        assert code == 2
        assert "cannot be written" in err


def test_a_run_does_not_replace_the_state_it_goes_on_from(ntic, tmp_path):
    short = ("run", "tiny", "--no-figures", "--out", "part")
    assert ntic(*short, "--quarters", "2", "--state")[0] == 0
    code, _, err = ntic(*short, "--from", "part")
    assert code == 2
    assert "would be lost" in err
    assert (tmp_path / "part/state.npz").exists()
    assert ntic(*short, "--from", "part", "--state")[0] == 0


def test_a_bad_file_is_reported_line_by_line(ntic, tmp_path):
    (tmp_path / "bad.yaml").write_text("format: 1\nnaem: bad\nseed: 1e3\n")
    code, out, err = ntic("run", "bad.yaml")
    assert code == 2
    assert not out
    assert "bad.yaml:2:1: unknown key `naem`; did you mean `name`?" in err
    assert "bad.yaml:3:7: `seed`: got `1e3`" in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.yaml"]


def test_a_folder_with_other_files_is_refused_before_the_run(ntic, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    code, out, err = ntic("run", "tiny", "--out", str(tmp_path))
    assert code == 2
    assert not out
    assert "notes.txt" in err
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_lists_are_tables_with_tabs_in_a_pipe(ntic):
    code, out, _ = ntic("parameters")
    assert code == 0
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[0] for row in rows[1:]] == [name for name, _, _ in parameters.describe()]
    assert {len(row) for row in rows} == {len(rows[0])}
    for command in ("indicators", "columns"):
        code, out, _ = ntic(command)
        assert code == 0
        assert len({line.count("\t") for line in out.splitlines()}) == 1
