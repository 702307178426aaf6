"""Places near a school's own, for rooms in which no place may tell which school stands there."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

LEAST_SITES = 8
"""Sites among which a moved place may be any one's."""
GRID, WGS84 = "EPSG:27700", "EPSG:4326"


class MovedPlaces:
    """Where each site is drawn: at a place among its nearest neighbours, drawn by lot.

    Sites are parted into groups of neighbours, at least :data:`LEAST_SITES` each. A site is moved
    to any place in the circle around its group's middle that is as wide as the group. The lot is
    drawn anew by each process and known to nobody, so that no place can be worked back.

    Parameters
    ----------
    schools
        With ``easting_m`` and ``northing_m``, in metres of the British National Grid.

    """

    def __init__(self, schools: pd.DataFrame) -> None:
        at = schools[["easting_m", "northing_m"]].dropna().to_numpy(np.float64)
        self._sites = np.unique(at.round(), axis=0)
        self._tree = cKDTree(self._sites) if len(self._sites) else None
        lot = np.random.default_rng(secrets.randbits(128))
        self._moved = np.empty_like(self._sites)
        for group in _groups(self._sites, np.arange(len(self._sites))):
            middle = self._sites[group].mean(axis=0)
            reach = np.sqrt(((self._sites[group] - middle) ** 2).sum(axis=1).mean())
            turn = lot.uniform(0, 2 * np.pi, len(group))
            away = reach * np.sqrt(lot.uniform(0, 1, len(group)))
            self._moved[group] = middle + away[:, None] * np.c_[np.cos(turn), np.sin(turn)]

    def on_grid(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return easting and northing of where places are drawn: where their nearest site is."""
        known = ~np.isnan(places).any(axis=1)
        drawn = places.copy()
        if self._tree is not None and known.any():
            drawn[known] = self._moved[self._tree.query(places[known])[1]]
        return drawn

    def drawn(self, table: pd.DataFrame, *ends: str) -> pd.DataFrame:
        """Return a table with its places moved.

        Parameters
        ----------
        table
            With ``easting_m`` and ``northing_m``, or with these behind each of ``ends``.
        ends
            What stands before the names of the columns, as ``from_`` and ``to_``.

        """
        for end in ends or ("",):
            names = [f"{end}easting_m", f"{end}northing_m"]
            at = self.on_grid(table[names].to_numpy(np.float64))
            table = table.assign(**dict(zip(names, at.T, strict=True)))
        return table

    def in_degrees(self, schools: pd.DataFrame) -> pd.DataFrame:
        """Return schools with the longitude and latitude of where they are drawn."""
        at = self.on_grid(schools[["easting_m", "northing_m"]].to_numpy(np.float64))
        points = gpd.GeoSeries(gpd.points_from_xy(*at.T), crs=GRID).to_crs(WGS84)
        known = ~np.isnan(at).any(axis=1)
        lon, lat = (np.where(known, axis, np.nan) for axis in (points.x, points.y))
        return schools.assign(lon=lon, lat=lat)


def _groups(sites: NDArray[np.float64], chosen: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Part sites in two across the longer side of their box until no part could be halved."""
    if len(chosen) < 2 * LEAST_SITES:
        return [chosen] if len(chosen) else []
    at = sites[chosen]
    order = chosen[np.argsort(at[:, np.argmax(np.ptp(at, axis=0))], kind="stable")]
    half = len(order) // 2
    return [*_groups(sites, order[:half]), *_groups(sites, order[half:])]
