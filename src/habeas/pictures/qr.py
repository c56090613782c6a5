"""A QR code (ISO/IEC 18004) as SVG: black on white in every theme, since what reads it is a camera."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from habeas.pictures.svg import element, picture

QUIET = 4
"""Modules that are kept free around it (ISO/IEC 18004, 5.3.8)."""
MOST_AT_M, MOST_AT_L = 2_331, 2_953
"""Bytes that the largest code holds, at level M and at level L."""


def qr(content: str, *, width: int = 360, title: str, summary: str, prefix: str = "qr") -> str:
    """Draw the code of a text; ``ValueError`` for one that no code holds."""
    data = content.encode()
    if len(data) > MOST_AT_L:
        raise ValueError(f"no code holds {len(data)} bytes")
    level = ERROR_CORRECT_M if len(data) <= MOST_AT_M else ERROR_CORRECT_L
    code = QRCode(error_correction=level, border=QUIET)
    code.add_data(data, optimize=0)
    rows = code.get_matrix()
    unit = width / len(rows)
    ink = "".join(
        f"M{column} {line}h1v1h-1z"
        for line, row in enumerate(rows)
        for column, dark in enumerate(row)
        if dark
    )
    return picture(
        element("rect", width=width, height=width, fill="#ffffff"),
        element("path", d=ink, fill="#000000", transform=f"scale({unit:.5f})", shape_rendering="crispEdges"),
        width=width,
        height=width,
        prefix=prefix,
        title=title,
        summary=summary,
        kind="qr",
        interactive=False,
    )
