"""Pictures: SVG made on the server from plain values.

``timeline`` (lanes of dated marks), ``map`` (places of one Party, and which Parties),
``glyphs`` (shapes, tones and their legend). The same bytes stand on the page, in PDF
and in print; ``pictures.css`` gives them the page's colours, light and dark.
"""
