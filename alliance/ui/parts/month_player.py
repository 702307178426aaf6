"""A slider over months that plays: the page moves on by itself, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

SECONDS_A_MONTH = {"Slowly": 2.4, "Steadily": 1.2, "Fast": 0.6}
_USUAL = "Steadily"


class MonthPlayer(NamedTuple):
    """A slider of a page, closed at first.

    Parameters
    ----------
    name
        Begins the keys of its widgets and of what the session keeps of it.
    opens, closes
        Labels of the buttons that open it and close it.
    label
        Of the slider.
    in_words
        Writes a month.

    """

    name: str
    opens: str
    closes: str
    label: str
    in_words: Callable[[dt.date], str]

    @property
    def is_open(self) -> bool:
        """Whether the slider is on the page."""
        return bool(st.session_state.get(f"{self.name} open"))

    @property
    def is_playing(self) -> bool:
        """Whether the month moves on by itself."""
        return bool(st.session_state.get(f"{self.name} plays"))

    def draw_button(self, on_open: Callable[[], None]) -> None:
        """Draw the button that opens the slider and plays, unless it is open."""
        if not self.is_open:
            st.button(
                self.opens,
                icon=":material/play_arrow:",
                # As the button that pauses, which takes its place and, with it, the focus.
                key=f"{self.name} play",
                on_click=self._open,
                args=(on_open,),
            )

    def draw(
        self, months: Sequence[dt.date], month: dt.date, keep: Callable[[dt.date], None]
    ) -> None:
        """Draw the slider, if it is open, at a month.

        Parameters
        ----------
        keep
            Called with the month moved to; the page is drawn again after it.

        """
        if not self.is_open:
            return
        st.session_state[self._month] = month
        st.session_state[f"{self.name} whole page"] = True
        speed = st.session_state.get(f"{self.name} speed") or _USUAL
        every = SECONDS_A_MONTH[speed] if self.is_playing else None
        st.fragment(self._draw, run_every=every)(months, month, keep)

    def first(self, months: Sequence[dt.date], month: dt.date) -> dt.date:
        """Return the first of the months that are played, where the page is at ``month``."""
        return self._between(months, month)[0]

    def close(self) -> None:
        """Take the slider off the page."""
        st.session_state[f"{self.name} open"] = st.session_state[f"{self.name} plays"] = False

    @property
    def _month(self) -> str:
        return f"{self.name} month"

    def _open(self, on_open: Callable[[], None]) -> None:
        st.session_state[f"{self.name} open"] = st.session_state[f"{self.name} plays"] = True
        on_open()

    def _draw(
        self, months: Sequence[dt.date], month: dt.date, keep: Callable[[dt.date], None]
    ) -> None:
        """Draw the slider; where this runs without the page, by the clock, move the page on."""
        if not st.session_state.pop(f"{self.name} whole page", False):
            if self.is_playing:
                later = [one for one in self._between(months, month) if one > month]
                if later:
                    keep(later[0])
                self._play(len(later) > 1)
            st.rerun()
        playing = self.is_playing
        with st.container(
            horizontal=True, vertical_alignment="bottom", key=self.name.replace(" ", "_")
        ):
            st.button(
                "Pause" if playing else "Play",
                icon=":material/pause:" if playing else ":material/play_arrow:",
                key=f"{self.name} play",
                on_click=self._play,
                args=(not playing,),
            )
            if len(months) > 1:
                st.select_slider(
                    self.label,
                    self._between(months, month),
                    format_func=self.in_words,
                    key=self._month,
                    on_change=self._move,
                    args=(keep,),
                    label_visibility="collapsed",
                )
            if len(months) > 2:
                with st.popover("Speed and days", icon=":material/tune:"):
                    self._ask(months, keep)
            st.button(
                self.closes,
                icon=":material/close:",
                type="tertiary",
                key=f"{self.name} close",
                on_click=self.close,
            )

    def _ask(self, months: Sequence[dt.date], keep: Callable[[dt.date], None]) -> None:
        """Ask how fast to play, and between which two days."""
        st.segmented_control(
            "Play",
            list(SECONDS_A_MONTH),
            default=_USUAL,
            required=True,
            key=f"{self.name} speed",
        )
        st.select_slider(
            "Between",
            months,
            value=(months[0], months[-1]),
            format_func=self.in_words,
            key=f"{self.name} range",
            on_change=self._start,
            args=(keep,),
        )

    def _start(self, keep: Callable[[dt.date], None]) -> None:
        """Go to the first of the days chosen."""
        keep(st.session_state[f"{self.name} range"][0])

    def _between(self, months: Sequence[dt.date], month: dt.date) -> Sequence[dt.date]:
        """Return the months that are played; all of them where the page is at another."""
        first, last = st.session_state.get(f"{self.name} range") or (months[0], months[-1])
        chosen = [one for one in months if first <= one <= last]
        return chosen if month in chosen and len(chosen) > 1 else months

    def _play(self, playing: bool) -> None:
        st.session_state[f"{self.name} plays"] = playing

    def _move(self, keep: Callable[[dt.date], None]) -> None:
        self._play(False)
        keep(st.session_state[self._month])
