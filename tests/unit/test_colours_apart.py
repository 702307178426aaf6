"""Colour is never alone, and never alike: WCAG 1.4.1 and 1.4.11 on the colours of every key.

Colour blindness is simulated by the matrices of Machado, Oliveira and Fernandes (2009) at their
full strength, as colour-science gives them. Colours are held apart by CIEDE2000; the five steps of
an ordered scale, whose order can be read off, by CIE 1976.
"""

import datetime as dt
import itertools
import warnings

import numpy as np
import pytest

from alliance.analysis.filters import Filter
from alliance.analysis.schools.inspection_scales import ASPECTS
from alliance.maps.bands import AREA_OPACITY, band_colours
from alliance.maps.change_style import change_key
from alliance.maps.choice import MapChoice
from alliance.maps.flow_layers import category_colours
from alliance.maps.match_style import match_colours
from alliance.maps.palette import (
    CATEGORIES,
    DARK,
    FOUNDERS,
    LIGHT,
    MOST_TRUSTS,
    THEMES,
    grade_colours,
    laid_over,
    on,
    phase_colours,
    scale_colours,
    trust_colours,
)
from alliance.maps.style import style

with warnings.catch_warnings():
    # It says that it draws nothing without Matplotlib, which nobody asks of it here.
    warnings.simplefilter("ignore")
    import colour

APART = 15.0
CONTRAST = 3.0
KINDS = ("Protanomaly", "Deuteranomaly", "Tritanomaly")
EYES = {"as most see": np.eye(3)} | {
    kind: np.asarray(colour.blindness.CVD_MATRICES_MACHADO2010[kind][1.0]) for kind in KINDS
}


def linear(colours):
    rgb = np.array([[int(one[at : at + 2], 16) / 255 for at in (1, 3, 5)] for one in colours])
    return colour.models.eotf_sRGB(rgb)


def lab(light):
    space = colour.RGB_COLOURSPACES["sRGB"]
    xyz = np.clip(light, 0, 1) @ space.matrix_RGB_to_XYZ.T
    return colour.XYZ_to_Lab(xyz, space.whitepoint)


def nearest(colours, method):
    """Give the least difference of two colours, by the eyes that see them, and which two."""
    light, found = linear(colours), []
    for eyes, matrix in EYES.items():
        seen = lab(light @ matrix.T)
        for one, other in itertools.combinations(range(len(colours)), 2):
            far = float(colour.delta_E(seen[one], seen[other], method=method))
            found.append((far, eyes, colours[one], colours[other]))
    return min(found)


def contrast(one, other):
    high, low = sorted(linear([one, other]) @ (0.2126, 0.7152, 0.0722), reverse=True)
    return (high + 0.05) / (low + 0.05)


def dots(theme):
    """Give the colours of each key of dots by its name."""
    dark, rest = theme is DARK, [theme.other_academy, theme.other_school]
    founders = [*trust_colours(list(FOUNDERS), theme).values()]
    keys = {
        "grades": [*grade_colours(theme).values()],
        "phases": [*phase_colours(theme).values()],
        "six trusts": [*(on(theme, one) for one in CATEGORIES), *rest],
        "the founding trusts": [*founders, *rest],
        "a match": [*match_colours(theme)],
    }
    for aspect in ASPECTS:
        keys[aspect.key] = [*scale_colours(aspect, dark=dark).values(), theme.other_school]
    return keys


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_two_colours_of_a_key_are_told_apart_with_any_kind_of_colour_blindness(theme):
    keys = dots(theme)
    keys["flows"] = [*category_colours(["a", "b", "c", "d", "e"], theme).values()]
    lines = [row for row in change_key({}, 0, theme).rows if row.shape != "dot"]
    keys["what would change"] = [row.colour for row in lines]
    found = {name: nearest(colours, "CIE 2000") for name, colours in keys.items()}
    assert {name: least for name, least in found.items() if least[0] < APART} == {}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_an_outline_has_no_colour_of_a_dot_by_grade_nor_of_another_outline(theme):
    trusts = [on(theme, one) for one in CATEGORIES]
    others = [*grade_colours(theme).values(), theme.area]
    seen, beside = lab(linear(trusts)), lab(linear(others))
    found = {
        (one, other): round(far, 1)
        for one, mine in zip(trusts, seen, strict=True)
        for other, its in zip(others, beside, strict=True)
        if (far := float(colour.delta_E(mine, its, method="CIE 2000"))) < APART
    }
    assert found == {}


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_two_steps_of_a_scale_are_told_apart_with_any_kind_of_colour_blindness(theme):
    areas = [*band_colours(theme, of_areas=True).values()][:5]
    seen = [laid_over(theme.ground, one, AREA_OPACITY) for one in areas]
    for steps in ([*band_colours(theme).values()], seen):
        assert nearest(steps, "CIE 1976")[0] >= APART


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_dot_of_any_colour_stands_out_from_the_ground(theme):
    keys = dots(theme) | {"bands": [*band_colours(theme).values()]}
    faint = {
        (name, one, ground): round(contrast(one, ground), 2)
        for name, colours in keys.items()
        for one in colours
        for ground in (theme.ground, theme.land)
        if contrast(one, ground) < CONTRAST
    }
    assert faint == {}


@pytest.mark.parametrize("theme_name", THEMES)
def test_on_a_shade_a_dot_of_any_colour_stands_out_from_its_rim(theme_name):
    theme, day = THEMES[theme_name], dt.date(2025, 8, 31)
    choice = MapChoice(
        filter=Filter(day),
        colour_by="Trust",
        switched_on=frozenset(),
        trusts=(4474,),
        period=(day, day),
        theme=theme_name,
        measured=("authority", "percent_academies"),
    )
    paints = [layer["paint"] for layer in style("v1", choice)["layers"] if layer["type"] == "dots"]
    assert len(paints) == 2
    assert all(paint["circle-stroke-width"] >= 1 for paint in paints)
    (rim,) = {paint["circle-stroke-color"] for paint in paints}
    keys = dots(theme) | {"bands": [*band_colours(theme).values()]}
    every = {colour for colours in keys.values() for colour in colours}
    shades = [
        laid_over(theme.ground, one, AREA_OPACITY)
        for one in band_colours(theme, of_areas=True).values()
    ]
    # No colour of dots does so from every shade, which is why they have rims.
    assert min(contrast(dot, shade) for dot in every for shade in shades) < CONTRAST
    assert {dot for dot in every if contrast(dot, rim) < CONTRAST} == set()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_founding_trust_keeps_its_colour_whatever_stands_beside_it(theme):
    alone = {uid: trust_colours([uid], theme)[uid] for uid in FOUNDERS}
    assert len(set(alone.values())) == len(FOUNDERS)
    beside = trust_colours([2, 5195, *FOUNDERS], theme)
    assert {uid: beside[uid] for uid in FOUNDERS} == alone


def test_trusts_on_one_picture_differ_in_any_order_and_none_takes_a_founders_colour():
    trusts = [4119, 5195, 2, 8, 14, 3]
    colours = trust_colours(trusts, LIGHT)
    assert len(set(colours.values())) == MOST_TRUSTS
    assert trust_colours(trusts[::-1], LIGHT) == colours
    assert list(colours) == trusts
