"""What `.ci/run` installs where it may, and what it says where it may not."""

import os
import subprocess
from pathlib import Path

import pytest

from integration_files import needs_bash

SCRIPT = Path(__file__).parents[1] / ".ci" / "system_packages"
BROWSER, OFFICE, POPPLER = "chromium", "soffice", "pdftotext"
EVERYTHING = (BROWSER, OFFICE, POPPLER, "npm")
SKIPPED = (
    "Skipped will be the tests in a browser (Chromium), of DOCX in LibreOffice, of printed text "
    "(poppler-utils), of the playground in a browser (npm)\n"
)
# Installs each package as a program that does nothing; libreoffice-writer has another name.
APT_GET = """\
echo "apt-get $*" >> "$LOG"
case "$*" in
  *" install "*)
    package="${!#}"
    case " $UNKNOWN " in *" $package "*) exit 100 ;; esac
    case "$package" in
      libreoffice-writer) package=soffice ;;
      poppler-utils) package=pdftotext ;;
    esac
    : > "$PROGRAMS/$package"
    /bin/chmod +x "$PROGRAMS/$package"
    ;;
esac
"""
PASSED_ON = {
    "env": """while [[ "$1" == *=* ]]; do shift; done; "$@"\n""",
    "timeout": """shift; "$@"\n""",
}

pytestmark = [
    needs_bash,
    pytest.mark.skipif(not SCRIPT.is_file(), reason="run from a checkout"),
]


class Machine:
    """A machine that has these programs, and nothing else."""

    def __init__(self, folder: Path, *programs: str, user: int, **bodies: str) -> None:
        self.folder = folder / "bin"
        self.log = folder / "log"
        self.folder.mkdir()
        self.log.touch()
        bodies |= {"id": f"echo {user}\n", **PASSED_ON, **dict.fromkeys(programs, "")}
        for name, body in bodies.items():
            path = self.folder / name.replace("_", "-")
            path.write_text(f"#!/bin/bash\n{body}")
            path.chmod(0o755)

    def run(self, unknown: str = "") -> str:
        """Run the script; return what it says."""
        variables = {
            "PATH": str(self.folder),
            "LOG": str(self.log),
            "PROGRAMS": str(self.folder),
            "UNKNOWN": unknown,
        }
        done = subprocess.run(
            ["/bin/bash", SCRIPT], env=variables, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    @property
    def installed(self) -> list[str]:
        """The packages that were asked for, in order."""
        return [line.split()[-1] for line in self.log.read_text().splitlines() if "install" in line]


def test_where_everything_is_there_nothing_happens(tmp_path: Path) -> None:
    machine = Machine(tmp_path, *EVERYTHING, user=0, apt_get=APT_GET)
    assert machine.run() == ""
    assert machine.log.read_text() == ""


@pytest.mark.parametrize("name", ["chromium-browser", "google-chrome", "google-chrome-stable"])
def test_any_chromium_will_do(tmp_path: Path, name: str) -> None:
    machine = Machine(tmp_path, OFFICE, POPPLER, "npm", name, user=0, apt_get=APT_GET)
    assert machine.run() == ""
    assert machine.installed == []


def test_root_gets_what_is_missing(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=0, apt_get=APT_GET)
    packages = ["chromium", "libreoffice-writer", "fonts-dejavu-core", "poppler-utils", "npm"]
    assert machine.run() == f"Installing {' '.join(packages)}\n"
    assert machine.installed == packages
    first = machine.log.read_text().splitlines()[0]
    assert first == "apt-get -qq -o DPkg::Lock::Timeout=60 update"
    assert machine.run() == ""


def test_only_what_is_missing_is_installed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, BROWSER, OFFICE, "npm", user=0, apt_get=APT_GET)
    assert machine.run() == "Installing poppler-utils\n"
    assert machine.installed == ["poppler-utils"]


def test_a_package_that_a_distribution_has_not_does_not_keep_the_others(tmp_path: Path) -> None:
    machine = Machine(tmp_path, POPPLER, "npm", user=0, apt_get=APT_GET)
    assert machine.run("chromium").splitlines() == [
        "Installing chromium libreoffice-writer fonts-dejavu-core",
        "Skipped will be the tests in a browser (Chromium)",
    ]
    assert (machine.folder / OFFICE).exists()


def test_a_user_installs_by_sudo_if_it_does_not_ask(tmp_path: Path) -> None:
    sudo = 'echo "sudo $*" >> "$LOG"; shift; "$@"\n'
    machine = Machine(tmp_path, OFFICE, POPPLER, "npm", user=1000, apt_get=APT_GET, sudo=sudo)
    assert machine.run() == "Installing chromium\n"
    said = machine.log.read_text().splitlines()
    assert said[0] == "sudo -n true"
    assert said[1].startswith("sudo -n env DEBIAN_FRONTEND=noninteractive timeout 600 apt-get ")
    assert machine.installed == ["chromium", "chromium"]  # by sudo, by what it runs


@pytest.mark.parametrize(
    ("user", "bodies"),
    [
        (0, {}),
        (1000, {"apt_get": APT_GET}),
        (1000, {"apt_get": APT_GET, "sudo": "exit 1\n"}),
        (0, {"apt_get": "exit 100\n"}),
    ],
    ids=["no apt-get", "no sudo", "sudo asks", "no network"],
)
def test_where_nothing_can_be_installed_a_line_says_what_is_skipped(
    tmp_path: Path, user: int, bodies: dict[str, str]
) -> None:
    machine = Machine(tmp_path, user=user, **bodies)
    *before, last = machine.run().splitlines(keepends=True)
    assert last == SKIPPED
    assert bool(before) is (user == 0 and bool(bodies))
    assert machine.installed == []


def test_the_run_calls_it_before_the_tests() -> None:
    run = SCRIPT.with_name("run").read_text(encoding="utf-8")
    assert run.index("bash .ci/system_packages") < run.index("make wheel") < run.index("make test")
    assert os.access(SCRIPT.with_name("run"), os.X_OK)
