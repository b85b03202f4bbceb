"""A folder to start from: complete, checked, and never over what is there."""

import pytest

from sim.folders import FolderError
from sim.scenario import load, shipped
from sim.scenario.schema import FILE, text
from sim.scenario.starters import TEMPLATES, write


def test_the_folder_has_examples_schema_and_advice(tmp_path):
    files = {path.name for path in write(tmp_path / "mine")}
    assert files == {FILE} | {p.name for p in (*TEMPLATES.iterdir(), *shipped().values())}
    assert (tmp_path / "mine" / FILE).read_text(encoding="utf-8") == text()
    for path in (tmp_path / "mine").glob("*.yaml"):
        assert load(path).name == path.stem


def test_every_example_in_the_comments_works(tmp_path):
    """What is commented out in my_scenario.yaml is read without a problem."""
    lines = (TEMPLATES / "my_scenario.yaml").read_text(encoding="utf-8").splitlines()
    first = next(k for k, line in enumerate(lines) if line.startswith("# parameters:"))
    opened = [line.removeprefix("# ").removeprefix("#") for line in lines[first:]]
    file = tmp_path / "my_scenario.yaml"
    file.write_text("\n".join([*lines[:first], *opened]) + "\n", encoding="utf-8")
    scenario = load(file)
    assert "my_center" in [center.key for center in scenario.centers]
    assert len(opened) > 15
    assert scenario.embargoes == {"integrated_circuits": ("2025Q1", "2027Q1")}


def test_what_is_there_is_not_touched(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    for folder in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(FolderError, match="give a new folder"):
            write(folder)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_an_empty_folder_is_filled(tmp_path):
    assert write(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="cannot be written"):
        write(tmp_path / "file" / "inside")
