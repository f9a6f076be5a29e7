"""Where the integrations are, and how their files are read."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

TOP = Path(__file__).parents[1]
GITHUB = TOP / "integrations" / "github"
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="the scripts are bash")


def read_yaml(path: Path) -> list[Any]:
    return list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
