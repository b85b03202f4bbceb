"""Where designs lie, and which files are designs."""

from pathlib import Path

from sim.problems import ScenarioError
from sim.scenario.document import parse, read_text

DESIGNS = Path(__file__).parents[1] / "designs"


def shipped() -> dict[str, Path]:
    """Return the designs that come with the model, by name."""
    return {path.stem: path for path in sorted(DESIGNS.glob("*.yaml"))}


def find(path: str | Path) -> Path:
    """Return the file that a path, or the bare name of a shipped design, means."""
    file = Path(path)
    return file if file.exists() else shipped().get(str(path), file)


def is_design(path: str | Path) -> bool:
    """Say whether a file has what only designs have; one that cannot be read has not."""
    try:
        root, _ = parse(read_text(find(path), str(path)), str(path))
    except ScenarioError:
        return False
    entries = root.value if root is not None else None
    return isinstance(entries, dict) and "outcomes" in entries
