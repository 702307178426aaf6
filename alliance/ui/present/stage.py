"""A scene on a screen that a room looks at: large type, its map, its charts, its figures."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from alliance.charts.frame import Chart
from alliance.exports import file_name
from alliance.maps.palette import THEMES
from alliance.present.scene_pictures import scene_picture_address
from alliance.text.licences import credited
from alliance.text.markdown import markdown_as_html
from alliance.text.words import count, counted
from alliance.ui.map.draw_map import draw_map_data
from alliance.ui.map.map_key import map_key
from alliance.ui.parts.chart import draw_figure, is_dark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alliance.views.content import Content, Figure, MapShown, TableShown

MOST_ROWS, ROWS_BESIDE = 12, 8
MOST_FIGURES = 6
MAP_PX = 420


def draw_stage(
    content: Content,
    *,
    key: str,
    height_px: int = MAP_PX,
    level: int = 1,
    scene: str = "",
    votes: tuple[int, ...] | None = None,
    answering: Callable[[], None] | None = None,
    explore: str = "",
) -> None:
    """Draw what a scene shows.

    Parameters
    ----------
    key
        Keeps the identity of the map from scene to scene.
    height_px
        Of the map; while it is presented it takes the height that the screen leaves.
    level
        Of the heading among those of the page.
    scene
        Tells it from others that are drawn in this place: its map begins anew with each.
    votes
        How many each answer of a question has, once they are counted.
    answering
        Draws the answers of a question in the place of the list of them, for who may vote.
    explore
        The address at which who follows may explore the scene's own page; none where there is none.

    """
    with st.container(key=f"stage {key}"):
        # As few parts as can be: each costs every follower of the room a message.
        said = [_head(content, level)]
        if content.words or content.picture:
            said.append(_words_and_picture(content))
        if content.figures:
            said.append(_figures(content.figures[:MOST_FIGURES]))
        ask = answering if content.answers and votes is None else None
        if content.answers and not ask:
            said.append(answers_list(content.answers, votes))
        st.html("".join(said))
        if ask:
            ask()
        beside: list[Chart | TableShown] = [*content.charts, *content.tables]
        if content.map and beside:
            left, right = st.columns([3, 2], gap="medium")
            with left:
                _map(content.map, content, key, height_px, scene)
            with right:
                _draw(beside[0], content, key, ROWS_BESIDE)
        elif content.map:
            _map(content.map, content, key, height_px, scene)
        else:
            for number, one in enumerate(beside[:2]):
                _draw(one, content, f"{key} {number}", MOST_ROWS)
        if content.sources or explore:
            st.html(_foot(content, explore))


def _head(content: Content, level: int) -> str:
    warned = "".join(f'<p class="stage-warning">{escape(one)}</p>' for one in content.warnings)
    said = [
        f"<h{level}>{escape(content.title)}</h{level}>" if content.title else "",
        f'<p class="stage-caption">{escape(content.caption)}</p>' if content.caption else "",
        f'<p class="stage-sentence">{escape(content.sentence)}</p>' if content.sentence else "",
    ]
    return f'<header class="stage-head">{"".join(said)}{warned}</header>'


def _words_and_picture(content: Content) -> str:
    """Return the words and the picture of a scene, side by side where it has both."""
    words = (
        f'<div class="stage-words">{markdown_as_html(content.words)}</div>' if content.words else ""
    )
    shown, picture = content.picture, ""
    if shown:
        address = scene_picture_address(shown.digest, shown.kind)
        picture = (
            f'<img class="stage-picture" src="{escape(address)}" alt="{escape(shown.alt)}" '
            f'width="{shown.width}" height="{shown.height}">'
        )
    both = " both" if words and picture else ""
    return f'<div class="stage-own{both}">{words}{picture}</div>'


def answers_list(answers: Sequence[str], votes: Sequence[int] | None) -> str:
    """Return the answers of a question, with their votes as bars once these are counted."""
    if votes is None:
        rows = "".join(f"<li><span>{escape(one)}</span></li>" for one in answers)
        return f'<ol class="stage-answers">{rows}</ol>'
    total, most = sum(votes), max(*votes, 1)
    rows = "".join(
        f'<li style="--part:{many / most:.3f}"><span>{escape(one)}</span>'
        f"<b>{count(many)}</b><small>{share(many, total)}</small></li>"
        for one, many in zip(answers, votes, strict=True)
    )
    said = counted(total, "vote", "votes")
    return f'<ol class="stage-answers counted">{rows}</ol><p class="stage-turnout">{said}</p>'


def share(many: int, total: int) -> str:
    """Return the share of votes in words; nothing where there are none."""
    return f"{100 * many / total:.0f}%" if total else ""


def _map(shown: MapShown, content: Content, key: str, height_px: int, scene: str) -> None:
    with st.container(key=f"stage_map {key}"):
        file = file_name(".png", content.title, "map", day=content.day)
        draw_map_data(
            shown.data, key=f"stage map {key}", height_px=height_px, file=file, scene=scene
        )
        theme = THEMES["dark" if is_dark() else "light"]
        keys = "".join(map_key(one, theme) for one in shown.keys)
        st.html(f'<div class="stage-key">{keys}</div>')


def _draw(one: Chart | TableShown, content: Content, key: str, rows: int) -> None:
    if isinstance(one, Chart):
        st.html(f'<p class="stage-heading">{escape(one.title)}</p>')
        file = file_name(".png", content.title, one.title, day=content.day)
        draw_figure(one, f"stage {key}", file, for_room=True)
    else:
        st.html(_table(one, rows))


def _table(shown: TableShown, most: int) -> str:
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in shown.rows.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in shown.rows.head(most).itertuples(index=False, name=None)
    )
    drawn = min(most, len(shown.rows))
    of = f", the first {count(drawn)} of {count(shown.total)}" if drawn < shown.total else ""
    return (
        f'<div class="stage-table" tabindex="0"><table><caption>{escape(shown.title)}{of}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _figures(figures: tuple[Figure, ...]) -> str:
    cells = "".join(
        f"<div><dt>{escape(one.label)}</dt>"
        f"<dd>{escape(one.value)}<small>{escape(one.beside)}</small></dd></div>"
        for one in figures
    )
    return f'<dl class="figures stage-figures">{cells}</dl>'


def _foot(content: Content, explore: str) -> str:
    credit = f"Source: {credited(content.sources)}" if content.sources else ""
    said = f'<p class="stage-foot">{escape(credit)}</p>' if credit else ""
    link = f'<a href="{escape(explore)}">Explore this yourself</a>' if explore else ""
    return said + (f'<p class="follow-explore">{link}</p>' if link else "")
