"""What a phone reads: the codes in a picture of a page."""

import base64

import zxingcpp
from playwright.sync_api import Page

_PIXELS = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(png)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height), drawn = canvas.getContext("2d");
  drawn.drawImage(picture, 0, 0);
  const grey = drawn.getImageData(0, 0, picture.width, picture.height).data.filter((_, at) => at % 4 === 1);
  const step = 32768, parts = [];
  for (let at = 0; at < grey.length; at += step)
    parts.push(String.fromCharCode(...grey.slice(at, at + step)));
  return [picture.width, picture.height, btoa(parts.join(""))];
}"""


def codes_in(png: bytes, blank: Page) -> list[str]:
    """The texts of the codes in a picture; ``blank`` is a page without a policy, which takes it apart."""
    url = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    width, height, grey = blank.evaluate(_PIXELS, url)
    pixels = memoryview(base64.b64decode(grey)).cast("B", shape=[height, width])
    return [found.text for found in zxingcpp.read_barcodes(pixels)]
