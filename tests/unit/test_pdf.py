"""Printing to PDF: which browser is taken, what it is asked, and what is left behind where it fails."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest
from lacking import leave_out

from csc_metrics.cli.main import main
from csc_metrics.progress import Step, tell_nobody
from csc_metrics.report import pdf as pdf_module
from csc_metrics.report.batch import job
from csc_metrics.report.batch.edition import BOARD, EDITIONS, PERFORMANCE, SCRUTINY, Edition
from csc_metrics.report.batch.job import ReportJob
from csc_metrics.report.batch.printing import finished_pages, is_printed, print_pages
from csc_metrics.report.pdf import BROWSER_VARIABLE, NoBrowser, NotPrinted, find_browser, print_to_pdf

PDF: Final = "%PDF-1.4\n%%EOF\n"
WRITES: Final = """
import sys
from pathlib import Path
asked = dict(word.partition("=")[::2] for word in sys.argv[1:])
Path(__file__).with_name("asked.txt").write_text("\\n".join(sys.argv[1:]))
"""
"""What each made-up browser does first: note what it is asked."""


def program(path: Path, *lines: str) -> Path:
    """Write a made-up browser, a script that runs the lines. Returns: its path."""
    if os.name == "nt":
        leave_out("a script is no program on Windows: nothing to run")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{sys.executable}\n{WRITES}" + "\n".join(lines) + "\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def writes(content: str) -> str:
    return f"Path(asked['--print-to-pdf']).write_text({content!r})"


def only_path(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Leave no browser but those of a folder that stands for the path."""
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv(BROWSER_VARIABLE, raising=False)
    monkeypatch.setattr(pdf_module, "USUAL_PLACES", ())
    for variable in pdf_module.FOLDERS_ON_WINDOWS:
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "St. Helens' pages, 100% #1" / "scrutiny.html"
    path.parent.mkdir()
    path.write_text("<!doctype html><title>A page</title>", encoding="utf-8")
    return path


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "microsoft-edge"])
def test_a_browser_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    only_path(monkeypatch, tmp_path / "bin")
    there = program(tmp_path / "bin" / name)

    assert find_browser() == there


def test_none_is_found_where_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_path(monkeypatch, tmp_path)
    program(tmp_path / "firefox")

    assert find_browser() is None


@pytest.mark.parametrize("variable", ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"])
@pytest.mark.parametrize("place", ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"])
def test_a_browser_in_windows_folders_of_programs_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, place: str
) -> None:
    only_path(monkeypatch, tmp_path)
    monkeypatch.setenv(variable, str(tmp_path / "Program Files"))
    there = program(tmp_path / "Program Files" / place)

    assert find_browser() == there


def test_a_browser_among_a_persons_own_applications_on_macos_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_path(monkeypatch, tmp_path)
    in_the_app = "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    monkeypatch.setattr(pdf_module, "USUAL_PLACES", (f"/{in_the_app}",))
    monkeypatch.setenv("HOME", str(tmp_path))
    there = program(tmp_path / in_the_app)

    assert find_browser() == there


def test_the_browser_that_is_named_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_path(monkeypatch, tmp_path / "bin")
    program(tmp_path / "bin" / "chromium")
    named = program(tmp_path / "own" / "my browser")
    monkeypatch.setenv(BROWSER_VARIABLE, str(named))

    assert find_browser() == named


def test_a_name_that_is_no_program_does_not_fall_back_on_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_path(monkeypatch, tmp_path / "bin")
    program(tmp_path / "bin" / "chromium")
    monkeypatch.setenv(BROWSER_VARIABLE, str(tmp_path / "nowhere"))

    with pytest.raises(NoBrowser, match="nowhere"):
        find_browser()


def test_a_page_is_printed_beside_itself_from_an_address_that_is_quoted(page: Path, tmp_path: Path) -> None:
    browser = program(tmp_path / "chromium", writes(PDF))

    print_to_pdf(page, page.with_suffix(".pdf"), browser=browser)

    asked = (tmp_path / "asked.txt").read_text(encoding="utf-8").split("\n")
    assert left_in(page.parent) == ["scrutiny.html", "scrutiny.pdf"]
    assert page.with_suffix(".pdf").read_text(encoding="utf-8") == PDF
    assert asked[-1].startswith("file:///")
    assert asked[-1].endswith("/St.%20Helens%27%20pages%2C%20100%25%20%231/scrutiny.html")
    assert {"--headless", "--no-pdf-header-footer", "--generate-pdf-document-outline"} <= set(asked)


def test_its_profile_goes_with_it(page: Path, tmp_path: Path) -> None:
    browser = program(tmp_path / "chromium", "Path(asked['--user-data-dir'], 'Cookies').touch()", writes(PDF))

    print_to_pdf(page, page.with_suffix(".pdf"), browser=browser)

    asked = (tmp_path / "asked.txt").read_text(encoding="utf-8").split("\n")
    profile = next(word.partition("=")[2] for word in asked if word.startswith("--user-data-dir="))
    assert not Path(profile).exists()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("print('No display', file=sys.stderr)", "sys.exit(3)"), r'ended with code 3 and said "No display"\.'),
        ((writes(PDF), "sys.exit(3)"), r"ended with code 3\."),
        (("print('Page load failed\\n', file=sys.stderr)",), r'no whole PDF and said "Page load failed"\.'),
        ((writes(""),), "no whole PDF"),
        ((writes("%PDF-1.4\n1 0 obj"),), "no whole PDF"),
        ((writes("<html>%%EOF"),), "no whole PDF"),
    ],
)
def test_a_browser_that_fails_leaves_what_stood_there(
    page: Path, tmp_path: Path, lines: Sequence[str], told: str
) -> None:
    browser = program(tmp_path / "chromium", *lines)
    page.with_suffix(".pdf").write_text("of the last run", encoding="utf-8")

    with pytest.raises(NotPrinted, match=told):
        print_to_pdf(page, page.with_suffix(".pdf"), browser=browser)

    assert left_in(page.parent) == ["scrutiny.html", "scrutiny.pdf"]
    assert page.with_suffix(".pdf").read_text(encoding="utf-8") == "of the last run"


def test_a_browser_that_comes_to_a_stand_is_ended(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "LONGEST_PRINTING_SECONDS", 1.0)
    browser = program(tmp_path / "chromium", writes("%PDF-1.4"), "import time", "time.sleep(60)")
    began = time.monotonic()

    with pytest.raises(NotPrinted, match="stopped after 1 seconds"):
        print_to_pdf(page, page.with_suffix(".pdf"), browser=browser)

    assert time.monotonic() - began < 20
    assert left_in(page.parent) == ["scrutiny.html"]


def test_a_browser_that_cannot_be_run_is_told(page: Path, tmp_path: Path) -> None:
    with pytest.raises(NotPrinted, match="does not start"):
        print_to_pdf(page, page.with_suffix(".pdf"), browser=tmp_path / "no browser")


@pytest.fixture
def period(tmp_path: Path) -> Path:
    """Three pages of Tameside and one of Rotherham."""
    folder = tmp_path / "reports" / "latest"
    for name in ("357-tameside", "372-rotherham"):
        (folder / name / "public").mkdir(parents=True)
        (folder / name / "public" / "scrutiny.html").touch()
    (folder / "357-tameside" / "internal").mkdir()
    for name in ("performance.html", "board.html"):
        (folder / "357-tameside" / "internal" / name).touch()
    return folder


def names_below(folder: Path, pattern: str) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob(pattern))


def test_the_pages_of_finished_reports_are_those_that_are_printed(period: Path) -> None:
    finished = finished_pages(period, {"357", "357 board", "372 performance"})

    assert [path.relative_to(period).as_posix() for path in finished] == [
        "357-tameside/public/scrutiny.html",
        "357-tameside/internal/board.html",
    ]


def test_each_page_is_printed_beside_itself_and_told(period: Path, tmp_path: Path) -> None:
    steps: list[Step] = []
    browser = program(tmp_path / "chromium", writes(PDF))
    keys = {"357", "357 performance", "357 board", "372"}

    printed, failed = print_pages(period, keys, browser=browser, workers=2, tell=steps.append)

    assert names_below(period, "*.pdf") == [
        "357-tameside/internal/board.pdf",
        "357-tameside/internal/performance.pdf",
        "357-tameside/public/scrutiny.pdf",
        "372-rotherham/public/scrutiny.pdf",
    ]
    assert (len(printed), failed) == (4, {})
    assert [(step.work, step.done, step.steps) for step in steps] == [("Printing to PDF", at, 4) for at in range(5)]
    assert [step.what for step in steps[1:]] == [str(one) for one in printed]


def test_a_page_is_printed_again_only_where_it_is_newer_than_its_pdf(period: Path, tmp_path: Path) -> None:
    browser = program(tmp_path / "chromium", writes(PDF))
    tameside, rotherham = (period / place / "public" / "scrutiny.pdf" for place in ("357-tameside", "372-rotherham"))
    for pdf, seconds in ((tameside, -10), (rotherham, 10)):
        pdf.write_text("of the last run", encoding="utf-8")
        at = pdf.with_suffix(".html").stat().st_mtime + seconds
        os.utime(pdf, (at, at))

    printed, _ = print_pages(period, {"357", "372"}, browser=browser, workers=1, tell=tell_nobody)

    assert printed == (tameside,)
    assert tameside.read_text(encoding="utf-8") == PDF
    assert rotherham.read_text(encoding="utf-8") == "of the last run"


def test_a_page_that_cannot_be_printed_leaves_the_others_be(period: Path, tmp_path: Path) -> None:
    steps: list[Step] = []
    browser = program(tmp_path / "chromium", "if 'tameside' in sys.argv[-1]: sys.exit(9)", writes(PDF))

    printed, failed = print_pages(period, {"357", "372"}, browser=browser, workers=1, tell=steps.append)

    tameside = period / "357-tameside" / "public" / "scrutiny.pdf"
    assert printed == (period / "372-rotherham" / "public" / "scrutiny.pdf",)
    assert list(failed) == [str(tameside)]
    assert "code 9" in failed[str(tameside)]
    assert steps[1].what.startswith(f"{tameside} FAILED: ")


def test_an_editions_pdf_is_one_of_its_files_and_none_that_its_notebook_writes() -> None:
    assert [edition.pdf for edition in (SCRUTINY, PERFORMANCE, BOARD)] == [
        "scrutiny.pdf",
        "performance.pdf",
        "board.pdf",
    ]
    assert "public/scrutiny.pdf" in SCRUTINY.files
    assert "internal/board.pdf" in BOARD.files
    assert "scrutiny.pdf" not in SCRUTINY.outputs


def test_the_want_of_a_browser_is_told_before_anything_is_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    only_path(monkeypatch, tmp_path)
    monkeypatch.setattr(sys, "argv", ["csc-metrics", "report", "--authority", "Tameside", "--pdf"])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 1
    assert "No browser that prints to PDF was found" in capsys.readouterr().err
    assert not Path("reports").exists()


@pytest.fixture
def small_notebook() -> Iterator[None]:
    """Have every notebook write its edition's files without running."""

    def write(_: str, *, parameters: dict[str, str], executed: Path) -> tuple[str, ...]:
        for name in {name for edition in EDITIONS for name in edition.outputs}:
            path = Path(parameters["folder"]) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("<h1>A page</h1>", encoding="utf-8")
        executed.touch()
        return ()

    with patch.object(job, "run_notebook", write):
        yield


@pytest.mark.usefixtures("small_notebook")
@pytest.mark.parametrize(
    ("anew", "left"),
    [(SCRUTINY, "internal/board.pdf"), (BOARD, "public/scrutiny.pdf")],
)
def test_a_page_that_is_rendered_anew_loses_its_pdf_and_one_that_is_kept_keeps_it(
    tmp_path: Path, anew: Edition, left: str
) -> None:
    place = tmp_path / "357-tameside"
    for edition in (SCRUTINY, BOARD, anew):
        for page in place.rglob("*.html"):
            page.with_suffix(".pdf").write_text(PDF, encoding="utf-8")
        work = job.work_folder(place)
        job.render(ReportJob(editions=(edition,), la_code="357", place=place, work=work, parameters={}, made_from={}))

    kept = {name for name in names_below(place, "*.pdf") if name in {"public/scrutiny.pdf", "internal/board.pdf"}}
    assert kept == {left}
    assert is_printed((place / left).with_suffix(".html"))
