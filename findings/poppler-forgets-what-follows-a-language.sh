#!/bin/bash
# poppler 22.12 (pdfinfo -struct-text): in "one <zh-CN> two </zh-CN> three", written as
# marks with a language within the marks of a paragraph, as ISO 32000-1, 14.9.2.3 shows it,
# " three" is left out: the end of the inner marks is taken for that of the paragraph.
# The same text without a language is told as a whole. Debian 12 on amd64. Found: 2026-11.
#
# Says what it sees, and fails if that has changed.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 - <<'PYTHON'
def write(name: str, before: str, after: str) -> None:
    marks = f"BT /F1 12 Tf 50 700 Td (one ) Tj {before}(two) Tj {after}( three) Tj ET"
    text = f"/P <</MCID 0>> BDC\n{marks}\nEMC"
    objects = [
        "<</Type /Catalog /Pages 2 0 R /MarkInfo <</Marked true>> /StructTreeRoot 6 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /StructParents 0 /Resources <</Font <</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>\nstream\n{text}\nendstream",
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        "<</Type /StructTreeRoot /K [7 0 R] /ParentTree <</Nums [0 [8 0 R]]>>>>",
        "<</Type /StructElem /S /Document /P 6 0 R /K [8 0 R]>>",
        "<</Type /StructElem /S /P /P 7 0 R /Pg 3 0 R /K 0>>",
    ]
    data, places = "%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    data += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n"
    data += f"<</Size {count} /Root 1 0 R>>\nstartxref\n{data.index('xref')}\n%%EOF\n"
    open(name, "w").write(data)


write("plain.pdf", "", "")
write("language.pdf", "/Span <</Lang (zh-CN)>> BDC ", "EMC ")
PYTHON
if ! command -v pdfinfo >/dev/null; then
    echo "did not run: it needs Debian 12's poppler-utils"
    exit 2
fi
version=$(pdfinfo -v 2>&1 | head -1)
told() { pdfinfo -struct-text "$1" | tr -d '"\n' | sed 's/.*(block) *//'; }
plain=$(told plain.pdf) language=$(told language.pdf)
echo "$version: plain: '$plain'; with a language within: '$language'"
[ "$plain" = "one two three" ] && [ "$language" = "one two" ]
