"""Draws the two icons of the app in Teams: a post with two arms that point different ways. `python -m tests.teams.icons` writes them again."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "adapters" / "teams" / "manifest"
GROUND, WHITE, NOTHING = (0x1D, 0x4E, 0x5F, 255), (255, 255, 255, 255), (255, 255, 255, 0)
Colour = tuple[int, int, int, int]
FINE = 4
"""Points a side by which each pixel is looked at, so that slants are smooth."""


def is_signpost(x: float, y: float) -> bool:
    """Say whether the signpost covers a point of the square from 0 to 1."""
    post = 0.46 <= x <= 0.54 and 0.10 <= y <= 0.92
    right = 0.20 <= y <= 0.38 and 0.26 <= x <= 0.80 - abs(y - 0.29)
    left = 0.46 <= y <= 0.64 and 0.20 + abs(y - 0.55) <= x <= 0.74
    return post or right or left


def color() -> list[list[Colour]]:
    """Return the pixels of the icon in the app list: white on the ground, all of it covered."""
    return _drawn(192, lambda x, y: is_signpost(0.5 + (x - 0.5) / 0.7, 0.5 + (y - 0.5) / 0.7), WHITE, GROUND)


def outline() -> list[list[Colour]]:
    """Return the pixels of the small icon: white only, the rest see-through."""
    return _drawn(32, is_signpost, WHITE, NOTHING)


def as_png(pixels: list[list[Colour]]) -> bytes:
    """Return pixels as a PNG file."""
    rows = b"".join(b"\0" + bytes(part for pixel in row for part in pixel) for row in pixels)
    header = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def pixels_of(png: bytes) -> list[list[Colour]]:
    """Return the pixels of a PNG file that `as_png` wrote. Raises ValueError for any other kind."""
    width, height, *kind = struct.unpack(">IIBBBBB", png[16:29])
    at, packed = 33, b""
    while png[at + 4 : at + 8] == b"IDAT":
        length = int.from_bytes(png[at : at + 4])
        packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    if kind != [8, 6, 0, 0, 0] or not packed:
        raise ValueError("this is no PNG of 8 bits a channel with transparency")
    rows = zlib.decompress(packed)
    starts = [number * (4 * width + 1) for number in range(height)]
    if any(rows[start] for start in starts):
        raise ValueError("its rows are filtered")
    return [[(*rows[one : one + 4],) for one in range(start + 1, start + 1 + 4 * width, 4)] for start in starts]


def _drawn(side: int, is_covered: Callable[[float, float], bool], ink: Colour, paper: Colour) -> list[list[Colour]]:
    points = [(number + 0.5) / FINE for number in range(FINE)]

    def pixel(column: int, row: int) -> Colour:
        share = sum(is_covered((column + right) / side, (row + down) / side) for right in points for down in points) / FINE**2
        red, green, blue, alpha = (round(share * one + (1 - share) * other) for one, other in zip(ink, paper, strict=True))
        return red, green, blue, alpha

    return [[pixel(column, row) for column in range(side)] for row in range(side)]


def _chunk(kind: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))


if __name__ == "__main__":
    (FOLDER / "color.png").write_bytes(as_png(color()))
    (FOLDER / "outline.png").write_bytes(as_png(outline()))
