"""QR codes."""

import io

import segno

QUIET_ZONE = 4  # modules, ISO/IEC 18004


def qr_svg(text: str) -> str:
    """An inline SVG of a QR code at level M, as large as its box."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=QUIET_ZONE, xmldecl=False, omitsize=True, svgclass="qr"
    )
    return out.getvalue().decode()
