"""Links in the folder of the files, and where they lead."""

import json
from pathlib import Path

from small_manifests import TODAY, checked, lay_out
from trainbib.checking import check
from trainbib.diagnostics import Diagnostic
from trainbib.settings import Settings

MANY = {f"part-{i:02}.txt": f"text {i}\n" for i in range(12)}


def test_check_reports_the_links_that_lead_out_of_the_root_as_one_finding(tmp_path: Path) -> None:
    path = lay_out(tmp_path, MANY)
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours\n", encoding="utf-8")
    data = tmp_path / "data"
    (data / "inside.txt").symlink_to("part-00.txt")
    (data / "nowhere.txt").symlink_to("gone.txt")
    assert "FIL003" not in {code for code, _ in checked(path, "FIL")}

    def links() -> list[Diagnostic]:
        report = check(path, Settings(today=TODAY))
        return [found for found in report.diagnostics if found.code == "FIL003"]

    (data / "link.txt").symlink_to("../secret.txt")
    (one,) = links()
    assert (one.pointer, one.count) == ("/files/root", 1)
    assert one.message == "a link in `data` leads out of it"
    assert one.notes == (f"`link.txt` leads to `{secret.resolve()}`",)
    for number in range(6):
        (data / f"more-{number}.txt").symlink_to(secret)
    (all_of_them,) = links()
    assert all_of_them.count == 7
    assert all_of_them.notes[-1] == "and 2 more"
    assert all_of_them.fingerprint == one.fingerprint
    (data / ".trainbibignore").write_text("link.txt\nmore-*\n", encoding="utf-8")
    assert links() == []


def test_links_out_of_the_root_are_let_be_where_they_are_allowed_or_not_looked_at(
    tmp_path: Path,
) -> None:
    path = lay_out(tmp_path, MANY)
    (tmp_path / "data" / "link.txt").symlink_to("/etc/passwd")
    assert ("FIL003", "/files/root") in checked(path, "FIL")
    settings = Settings(today=TODAY, use_disk=False)
    assert "FIL003" not in {found.code for found in check(path, settings).diagnostics}
    data = json.loads(path.read_text(encoding="utf-8"))
    data["files"]["links"] = "follow"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert "FIL003" not in {code for code, _ in checked(path, "FIL")}
