"""Public holidays, by country and region, from the `holidays` library. Pure."""

import re
import unicodedata
import warnings
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

import holidays
from holidays.registry import COUNTRIES
from rapidfuzz import fuzz, process

from handlers.nudges.errors import UnknownCountryError, UnknownRegionError

NONE = ("", "none", "off")
"""What people write where no holidays are to be skipped; "no" is Norway."""

_ALIKE = 80
_BETWEEN = re.compile(r"[\s,/()_.-]+")


@lru_cache(maxsize=4096)
def holidays_in(country: str, year: int) -> frozenset[date]:
    """The public holidays of a country ("DE") or region ("DE-BY") in a year; none without one.

    None either where the library doesn't know that place (any more) or year: better a message on
    a holiday than none at all.
    """
    code, _, region = country.partition("-")
    if not code:
        return frozenset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of years that it has nothing for
        try:
            return frozenset(holidays.country_holidays(code, subdiv=region or None, years=year))
        except NotImplementedError:  # a place that a newer version of the library has dropped
            return frozenset()


def check_country(words: str) -> str:
    """The code that the words mean: "Germany, Bayern" and "de by" are "DE-BY", "uk" is "GB";
    "" where no holidays are meant.

    Raises:
        UnknownCountryError: no country is called so
        UnknownRegionError: the country has no region that is called so
    """
    parts = _plain(words).split()
    if " ".join(parts) in NONE:
        return ""
    for end in range(len(parts), 0, -1):
        code = _countries().get(" ".join(parts[:end]))
        if code is not None:
            return _with_region(code, " ".join(parts[end:]))
    raise UnknownCountryError(words, _like(" ".join(parts)))


def _with_region(code: str, region: str) -> str:
    if not region:
        return code
    known = _regions(code)
    if region not in known:
        raise UnknownRegionError(code, region.upper(), list(dict.fromkeys(known.values())))
    return f"{code}-{known[region]}"


def _plain(words: str) -> str:
    """Small letters without accents, one space between words."""
    bare = unicodedata.normalize("NFKD", words.replace("ß", "ss").casefold())
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(filter(None, _BETWEEN.split(letters)))


def _like(words: str) -> str:
    """Such as "Germany (DE)", "" where no name is near."""
    names = [_plain(name) for name in COUNTRIES]
    near = process.extractOne(words, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return f"{near[0].title()} ({_countries()[near[0]]})" if near else ""


@cache
def _countries() -> Mapping[str, str]:
    """The ISO code by every name and code of a country."""
    return {
        _plain(name): codes[1] for key, codes in COUNTRIES.items() for name in (key, *codes[1:])
    }


@cache
def _regions(code: str) -> Mapping[str, str]:
    """The code by every name and code of a country's regions; codes first."""
    place = holidays.country_holidays(code)
    codes: Sequence[str] = place.subdivisions
    return {_plain(region): region for region in codes} | {
        _plain(name): region
        for name, region in place.subdivisions_aliases.items()
        if _plain(name) not in {_plain(one) for one in codes}
    }
