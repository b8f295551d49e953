#!/bin/bash
# fpdf2 2.8.9: a heading made by start_section() with a style is told to readers as a
# figure. The structure element has the type /Figure, its marks on the page say /P.
# Expected: /H1 (ISO 32000-1, 14.8.4.3.2). Readers announce "graphic" before each heading,
# and a list of headings stays empty. Found: 2026-11.
#
# Says what it sees, and fails if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q fpdf2==2.8.9 pypdf==7.1.0
"$folder/venv/bin/python" - "$folder/heading.pdf" <<'PYTHON'
import sys

import fpdf
import pypdf

pdf = fpdf.FPDF()
pdf.add_page()
pdf.set_font("Helvetica", size=12)
pdf.set_section_title_styles(fpdf.TextStyle("Helvetica", "B", 20))
pdf.start_section("Programme")
pdf.output(sys.argv[1])

reader = pypdf.PdfReader(sys.argv[1])
(document,) = reader.trailer["/Root"]["/StructTreeRoot"]["/K"]
(heading,) = document.get_object()["/K"]
kind = heading.get_object()["/S"]
marks = b"/P <</MCID 0>> BDC" in reader.pages[0].get_contents().get_data()
print(f"fpdf2 {fpdf.__version__}: the heading is a {kind}; marked as /P: {marks}")
sys.exit(0 if (kind, marks) == ("/Figure", True) else 1)
PYTHON
