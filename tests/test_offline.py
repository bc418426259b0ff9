"""No network, ever: documents that name other places in every way there is are checked with sockets forbidden."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import word
from pdfs import pdf, put

WRONG = "全县共有农家书屋118家，其中平原乡镇76家、山区乡镇52家。"
FAR = "http://127.0.0.1:9/far"
# Any attempt ends the process at once, with what it was.
GUARDED = """
import os, sys
def guard(event, args):
    if event.startswith("socket.") or event in ("urllib.Request", "http.client.connect", "smtplib.connect"):
        os.write(2, f"NETWORK {event} {args}".encode())
        os._exit(77)
sys.addaudithook(guard)
from checker.cli import main
main(sys.argv[1:])
"""
DTD = (
    f'<?xml version="1.0"?><!DOCTYPE x SYSTEM "{FAR}.dtd" '
    f'[<!ENTITY % p SYSTEM "{FAR}"> %p; <!ENTITY e SYSTEM "{FAR}">]>'
)
PAGE = f"""<!DOCTYPE html PUBLIC "-//X//X" "{FAR}.dtd"><html><head><base href="{FAR}/">
<link rel="stylesheet" href="{FAR}.css"><script src="{FAR}.js"></script>
<meta http-equiv="refresh" content="0;url={FAR}"><style>@import url({FAR});</style></head>
<body background="{FAR}"><img src="{FAR}.png"><iframe src="{FAR}"></iframe><object data="{FAR}"></object>
<p>{WRONG}</p></body></html>"""
EXTERNAL = (
    '<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    f'Target="{FAR}/{{n}}" TargetMode="External"/>'
)


def linked(data: bytes, part: str) -> bytes:
    """An Office file with relationships to other places in a part."""
    kinds = ("image", "hyperlink", "attachedTemplate", "oleObject", "externalLink", "frame")
    more = "".join(EXTERNAL.format(n=900 + n, kind=kind) for n, kind in enumerate(kinds))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"</Relationships>", f"{more}</Relationships>".encode())
                         if name == part else content)  # fmt: skip
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("far")
    reports = made / "in"
    reports.mkdir()
    (reports / "a.txt").write_text(f"{WRONG}\n{FAR}\n", encoding="utf-8")
    (reports / "a.md").write_text(
        f"![x]({FAR}.png) [y][z] <img src='{FAR}'>\n\n{WRONG}\n\n[z]: {FAR}\n", encoding="utf-8"
    )
    (reports / "a.html").write_text(PAGE, encoding="utf-8")
    (reports / "xml.html").write_text(DTD + f"<html><body><p>&e;{WRONG}</p></body></html>", encoding="utf-8")
    (reports / "a.csv").write_text(f'项目,数\n=WEBSERVICE("{FAR}"),3\n', encoding="utf-8")
    document = word.of_markdown(WRONG)
    (reports / "a.docx").write_bytes(linked(document, "word/_rels/document.xml.rels"))
    part = DTD.encode() + b"<w:document/>"
    (reports / "entities.docx").write_bytes(word.with_parts(document, {"word/document.xml": part}))
    book = openpyxl.Workbook()
    book.active.append(["项目", WRONG])
    book.active["A2"] = f'=WEBSERVICE("{FAR}")'
    book.active["A3"].hyperlink = FAR
    saved = io.BytesIO()
    book.save(saved)
    (reports / "a.xlsx").write_bytes(linked(saved.getvalue(), "xl/_rels/workbook.xml.rels"))

    def page(canvas: object) -> None:
        put(canvas, 50, 700, WRONG)  # type: ignore[arg-type]
        canvas.linkURL(FAR, (0, 0, 500, 800))  # type: ignore[attr-defined]

    (reports / "a.pdf").write_bytes(pdf(page))
    with zipfile.ZipFile(reports / "b.zip", "w") as bundle:
        bundle.writestr("in.html", PAGE)
    (made / "rules").mkdir()
    (made / "rules" / "far.yaml").write_text(f"# {FAR}\nid: {FAR}\n", encoding="utf-8")
    return made


OUTPUTS = [w for form in ("html", "json", "sarif", "junit", "docx") for w in ("--output", f"{form}:../out.{form}")]


def run(folder: Path, *before: str, rules: bool = False) -> subprocess.CompletedProcess[str]:
    more = ["--rules", "../rules"] if rules else ["--annotate", *OUTPUTS]
    words = [*before, sys.executable, "-c", GUARDED, "lint", ".", "--format", "text", "--no-cache", *more]
    return subprocess.run(words, cwd=folder / "in", capture_output=True, text=True, timeout=120, check=False)


def test_no_socket_is_opened(folder: Path) -> None:
    ran = run(folder)
    assert "NETWORK" not in ran.stderr and ran.returncode == 2, ran.stderr  # 2: the file with entities
    assert "entities.docx" in ran.stderr
    found = {line.split(":")[0].removeprefix("./") for line in ran.stdout.splitlines()}
    assert {f"a.{kind}" for kind in ("txt", "md", "html", "docx", "pdf", "xlsx")} <= found, ran.stdout
    assert FAR not in (folder / "out.html").read_text("utf-8").split("<body")[0]  # nothing that a page would fetch
    assert run(folder, rules=True).returncode == 2


def test_the_guard_guards(folder: Path) -> None:
    """The test above can fail."""
    code = GUARDED.replace("from checker.cli import main\nmain(sys.argv[1:])", "import socket; socket.socket()")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 77 and "NETWORK socket." in ran.stderr


def test_it_works_without_a_network(folder: Path) -> None:
    unshare = shutil.which("unshare")
    alone = [unshare or "", "--net", "--map-root-user"]
    if not unshare or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no namespace without a network can be made here (unshare --net)")
    assert run(folder, *alone).returncode == 2
