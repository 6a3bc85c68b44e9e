"""What stands beside a unit and says how large its values are: "kWh x 100", "kWh Hi"."""

import re

TIMES = r"(?:[x×*]\s?|mal\s|(?:faktor|wandler\w*|multiplikator|vielfaches|ct)\W{1,3}|f\s?=\s?)"
NUMBER = r"(\d{1,6}(?:[.,]\d+)?)(?:\s?[/:]\s?(\d{1,4}))?"
FACTOR = re.compile(rf"(?i)(?:^|(?<=[\s(\[])){TIMES}{NUMBER}(?=$|[\s)\]])")
NET = re.compile(r"\bH_?[iu](?:,\s?n)?\b|(?i:heizwert|\bnet calorific|\b[kMG]Wh\W{0,2}H[IU]\b)")
NET_UNIT = re.compile(r"[kMG]Wh\W{0,3}H_?[iu]\b")
GROSS = re.compile(r"\bH_?[so](?:,\s?n)?\b|(?i:brennwert|\bgross calorific)")
EMPTY = re.compile(r"[(\[{]\s*[)\]}]")


def factor_in(header: str) -> float:
    """How many times its values a header names; 1 where it names nothing."""
    found = FACTOR.search(header)
    factor = 1.0 if found is None else float(found[1].replace(",", ".")) / float(found[2] or 1)
    return factor or 1.0


def without_scales(header: str) -> str:
    """A header without such words: what is left names what is metered, and where."""
    for words in (FACTOR, NET, GROSS):
        header = words.sub(" ", header)
    return EMPTY.sub(" ", header)


def without_calorific_value(unit: str) -> str:
    """A unit without the calorific value it goes by: "kWh" of "kWh (Hs)"."""
    return EMPTY.sub(" ", GROSS.sub(" ", NET.sub(" ", unit)))


PER_YEAR = r"(?i)(wh|m³|m3|cbm)\s?(?:/\s?(?:a|jahr|year|yr)\b|pro jahr\b|p\. ?a\.)"


def amount_of_year(text: str) -> str:
    """A header or unit without what makes it a rate by the year: "MWh" of "MWh/a"."""
    return re.sub(PER_YEAR, r"\1", text)
