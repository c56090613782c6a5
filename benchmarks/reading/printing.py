"""A second maker of PDF: what a browser prints of a page. It is a part of the tests, and may be missing."""

from functools import cache

from playwright.sync_api import Browser, sync_playwright

_STYLE = (
    "<style>@page { size: A4; margin: 2.5cm } body { font: 11pt/1.25 serif; text-align: justify }"
    " h1 { font-size: 14pt } h2 { font-size: 12.5pt } h3 { font-size: 11.5pt }</style>"
)
_EDGE = '<div style="font-size: 8pt; width: 100%; text-align: {0}; margin: 0 2.5cm">{1}</div>'


@cache
def _browser(path: str) -> Browser:
    return sync_playwright().start().chromium.launch(executable_path=path, args=["--no-sandbox"])


def printed(page_of_html: bytes, running: str, browser: str) -> bytes:
    """A4 with a running header and numbered pages, as a word processor prints them."""
    page = _browser(browser).new_page()
    page.set_content(page_of_html.decode().replace("<body>", f"{_STYLE}<body>"))
    made = page.pdf(
        prefer_css_page_size=True,
        display_header_footer=True,
        header_template=_EDGE.format("right", running),
        footer_template=_EDGE.format("center", '<span class="pageNumber"></span>'),
        margin={"top": "2.5cm", "bottom": "2.5cm", "left": "2.5cm", "right": "2.5cm"},
    )
    page.close()
    return made
