"""Writes a title into the lower left corner of a picture."""

from .font import LETTERS


def draw(frame, title):
    """The frame with a title; characters that the font does not have are left out."""
    width, height = frame["width"], frame["height"]
    pixels = bytearray(frame["pixels"])
    left = 4
    for character in title.upper():
        rows = LETTERS.get(character, ())
        for y, row in enumerate(rows):
            for x, mark in enumerate(row):
                column, line = left + x, height - 10 + y
                if mark == "#" and 0 <= column < width and 0 <= line < height:
                    start = (line * width + column) * 3
                    pixels[start:start + 3] = b"\xff\xff\xff"
        left += 6
    return {**frame, "pixels": bytes(pixels)}
