"""The tutorial: every command of it runs, in order, and leaves what the text says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main

ROOT = Path(__file__).parents[1]
PAGES = ("docs/tutorial.md", "scenarios/templates/README.md")


def blocks(page, language):
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def commands(page):
    """Return the commands of a page as lists of words, comments left out."""
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if line]


SMALLER = {"--scale": "0.01", "--replications": "2"}
SHORT_PAST = ["--set", "start.spinup=8"]
"""In place of forty years of spin-up, which each command would live through again."""
SHORT_RUN = ["--quarters", "40"]
"""In place of all 84, where a command does not say how many: centers are there by then."""


def made_smaller(words):
    """Return a command with fewer enterprises, replications and quarters."""
    words = [SMALLER.get(before, word) for before, word in zip(["", *words], words, strict=False)]
    if words[1] in ("run", "diff", "compare"):
        words += SHORT_PAST + ([] if "--quarters" in words else SHORT_RUN)
    return words


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # as in a process of its own
def test_every_command_of_the_tutorial_runs_in_order(tmp_path, monkeypatch, capsys):
    """In a smaller country; the first by the command as installed, the others in this process."""
    monkeypatch.chdir(tmp_path)
    found = [made_smaller(words) for words in commands("docs/tutorial.md")]
    assert len(found) > 12
    assert {words[0] for words in found} == {"ntic"}
    ntic = str(Path(sys.executable).with_name("ntic"))
    answer = subprocess.run([ntic, *found[0][1:]], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    for words in found[1:]:
        with pytest.raises(SystemExit) as caught:
            main(words[1:])
        assert caught.value.code == 0, f"{shlex.join(words)}\n{capsys.readouterr().err}"
    named = re.findall(r"`(runs/[\w/.]+|mine[\w/.]*)`", (ROOT / "docs/tutorial.md").read_text())
    assert len(named) > 4
    for name in named:
        assert (tmp_path / name).exists(), name
    (program,) = blocks("docs/tutorial.md", "python")
    exec(compile(program, "tutorial", "exec"), {})
    assert "rd_all" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_of_a_page_exists(page):
    from typer.main import get_command

    from sim.cli import app

    known = get_command(app).commands
    for words in commands(page):
        command = known[words[1]]
        command = getattr(command, "commands", {}).get(words[2], command)
        parameters = command.params
        options = {o for p in parameters for o in (*p.opts, *p.secondary_opts)}
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= options, words


@pytest.mark.parametrize("page", ["docs/tutorial.md", "README.md"])
def test_every_page_that_is_named_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"\]\(([\w./]+\.(?:md|cff)|LICENSE|NOTICE)\)", text)
    assert named
    for name in named:
        assert ((ROOT / page).parent / name).exists(), name
