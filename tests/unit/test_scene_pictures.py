"""Pictures for scenes: made anew at the size of a screen, with nothing in them but what is seen."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from alliance.errors import PictureUnfit
from alliance.present.scene_pictures import MOST_BYTES, SIZE_PX, made_anew


def a_picture(kind: str, size: tuple[int, int] = (400, 300), **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#12436D").save(out, kind, **how)
    return out.getvalue()


def test_where_a_picture_was_taken_is_left_behind():
    place = Image.Exif()
    place[0x010E] = "Taken at the head's house"
    place[0x0112] = 6  # turned by a quarter
    made = made_anew(a_picture("JPEG", exif=place.tobytes()))
    assert b"head" not in made.content
    assert (made.width, made.height) == (300, 400)
    with Image.open(io.BytesIO(made.content)) as seen:
        assert not seen.getexif()


def test_a_photograph_is_made_no_larger_than_a_screen_and_light():
    noise = np.random.default_rng(1).integers(0, 256, (2400, 3200, 3), dtype="uint8")
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG", quality=60)
    made = made_anew(out.getvalue())
    assert made.kind == "jpg"
    assert made.width <= SIZE_PX[0]
    assert made.height <= SIZE_PX[1]
    assert abs(made.width / made.height - 4 / 3) < 0.01


def test_a_logo_keeps_its_ground_clear():
    out = io.BytesIO()
    Image.new("RGBA", (200, 100), (255, 0, 0, 0)).save(out, "PNG")
    made = made_anew(out.getvalue())
    assert made.kind == "png"
    with Image.open(io.BytesIO(made.content)) as seen:
        assert seen.convert("RGBA").getpixel((0, 0))[3] == 0


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "PNG, JPEG or WebP"),
        (b"GIF89a" + bytes(60), "PNG, JPEG or WebP"),
        (a_picture("PNG")[:200], "not whole"),
        (b"", "PNG, JPEG or WebP"),
        (bytes(MOST_BYTES + 1), "at most 10.0 MB"),
        (bomb(), "50 million"),
    ],
    ids=["svg", "gif", "cut", "empty", "heavy", "bomb"],
)
def test_what_is_no_picture_is_refused_with_what_to_do(content, said):
    with pytest.raises(PictureUnfit, match=said):
        made_anew(content)
