"""Every figure that stands in two places is the same in both, to the last printed digit."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from klimamosaik.measures.models import Measure
from klimamosaik.pathway.models import Scope
from klimamosaik.pathway.queries.grade import EvidenceClass
from klimamosaik.pathway.queries.required_reduction import goals_of
from klimamosaik.places.models import Municipality
from klimamosaik.planning.steering import steering_of
from klimamosaik.reports.effect_sentences import money
from klimamosaik.reports.queries.council import council_part
from klimamosaik.terms.estimate import Estimate
from klimamosaik.terms.figure import GateVerdict, Verdict
from klimamosaik.terms.text import decimal
from klimamosaik.terms.tonnes import tonnes
from klimamosaik.web.demo.story import Story
from tests.web.walker import Figure, found, table, text, together

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TONNES, LOW, HIGH = "t CO2e a year", "t CO2e a year, low", "t CO2e a year, high"
IN_YEAR, STONES = "t CO2e in the target's year", "stones in the target's year"
SHARE, KWH, MWH, EUR = "share saved", "kWh saved", "MWh saved a year", "EUR saved"
EUR_LOW, EUR_HIGH = "EUR saved, low", "EUR saved, high"
MWH_LOW, MWH_HIGH = "MWh saved a year, low", "MWh saved a year, high"
ALL_MWH, ALL_TONNES, ALL_SHARE = "MWh measured", "t measured", "measured of what is needed"
ALL_PRICE = "EUR/t of all"
VERDICT, CRITERION, SPENT, PLANNED = "verdict", "criterion", "EUR spent", "EUR planned"
NEED, GAP, GAP_ENDS, STONE = "t needed", "t missing", "t missing, range", "t a stone"
CHANCE, LAID = "probability", "stones laid, planned, missing"
HEAD_KWH, HEAD_KG = "kWh saved a head", "kg saved a head"
TOWN = "town"
LINE = r"{n} t CO₂e (weniger|mehr) im Jahr \({n} bis {n}\)"


class Walk:
    """Pages and documents of a town, each fetched once."""

    def __init__(self, client: Client, municipality: Municipality) -> None:
        self.client = client
        self.ags = municipality.ags
        goals = goals_of(municipality=municipality)
        self.year = max(goal.year for goal in goals if goal.scope is Scope.TOWN)
        self.kept: dict[str, Any] = {}
        measures = Measure.objects.filter(municipality=municipality)
        self.measures = {row.pk: row.name for row in measures}
        self.begun = set(
            Measure.objects.filter(start__lte=timezone.localdate()).values_list("pk", flat=True)
        )

    def page(self, address: str) -> str:
        """A page of the town."""
        if address not in self.kept:
            answer = self.client.get(f"/{self.ags}/{address}")
            assert answer.status_code == 200, address
            self.kept[address] = answer.content.decode()
        return str(self.kept[address])

    def document(self, address: str) -> Any:
        """A document of the town."""
        answer = self.client.get(f"/{self.ags}/{address}")
        assert answer.status_code == 200, address
        return answer.json()


def in_words(name: str, words: str, place: str) -> Iterator[Figure]:
    """The line that tells a measure's one figure, wherever it stands."""
    for match in found(LINE, words):
        mean, less, low, high = match.groups()
        sign = "" if less == "weniger" else "−"
        ends = (low, high) if less == "weniger" else (f"−{high}", f"−{low}")
        yield Figure(name, TONNES, sign + mean, place)
        yield Figure(name, LOW, ends[0], place)
        yield Figure(name, HIGH, ends[1], place)


def in_tonnes(name: str, mean: float, low: float, high: float, place: str) -> Iterator[Figure]:
    """A measure's one figure of a document."""
    yield Figure(name, TONNES, tonnes(mean).de, place)
    yield Figure(name, LOW, tonnes(low, beside=mean).de, place)
    yield Figure(name, HIGH, tonnes(high, beside=mean).de, place)


def mosaic(walk: Walk) -> Iterator[Figure]:
    """The town's mosaic of the target's year: lines, table and labels of stones, need and gap."""
    page = walk.page(f"?stand={walk.year}")
    words = text(page)
    stones = table(page, "Steine")
    for name in walk.measures.values():
        shown = next((row for row in stones.rows if row[0] == name), None)
        if shown is not None and shown[3] != "–":
            yield Figure(name, TONNES, shown[3], "mosaic, table")
            yield Figure(name, IN_YEAR, shown[-1], "mosaic, table")
            yield Figure(name, STONES, shown[4], "mosaic, table")
        for match in found(rf"{name}: {{n}} Steine", page):
            yield Figure(name, STONES, match[1], "mosaic, picture")
        for match in found(rf"{name}(?: ab \d\d/\d{{4}};)? {LINE}", words):
            yield from in_words(name, match[0], "mosaic, lines")
    yield from gap_in(words, "mosaic")
    for match in found(r"nötigen Minderung: {n} t CO₂e im Jahr", words):
        yield Figure(TOWN, STONE, match[1], "mosaic")
    for match in found(r"{n} Steine liegen\. {n} sind geplant\. {n} von 1\.000 fehlen", words):
        yield Figure(TOWN, LAID, " ".join(match.groups()), "mosaic")


def towns(walk: Walk) -> Iterator[Figure]:
    """The list of towns with their walls in miniature."""
    page = walk.client.get("/").content.decode()
    words = text(page.split(f'href="/{walk.ags}/"', 1)[-1].split("</li>")[0])
    laid = r"{n} Steine liegen\. {n} sind bis dahin geplant\. {n} von 1\.000 fehlen"
    for match in found(laid, words):
        yield Figure(TOWN, LAID, " ".join(match.groups()), "list of towns")


def gap_in(words: str, place: str) -> Iterator[Figure]:
    """What is needed and what is missing, in the sentences of mosaic and way."""
    for match in found(r"fehlen im Zieljahr noch {n} t \({n} bis {n}\)", words):
        yield Figure(TOWN, GAP, match[1], place)
        yield Figure(TOWN, GAP_ENDS, f"{match[2]} {match[3]}", place)
    for match in found(r"Nötig sind {n} t CO₂e weniger", words):
        yield Figure(TOWN, NEED, match[1], place)


def way(walk: Walk) -> Iterator[Figure]:
    """The way: its table of measures, targets and sentences."""
    page = walk.page("minderungspfad/")
    words = text(page)
    measures = table(page, "eingetragen")
    for name, shown in measures.column("t CO₂e im Jahr").items():
        for match in found(r"^{n} \({n} bis {n}\)$", shown):
            for quantity, printed in zip((TONNES, LOW, HIGH), match.groups(), strict=True):
                yield Figure(name, quantity, printed, "way")
    for name, shown in measures.column("im Zieljahr").items():
        if shown != "–":
            yield Figure(name, IN_YEAR, shown, "way")
    aims = table(page, "Wahrscheinlichkeit")
    above = aims.column("darüber, t im Jahr")
    yield Figure(TOWN, GAP, above[f"Ganze Gemeinde {walk.year}"], "way, aims")
    yield from gap_in(words, "way")


def effects(walk: Walk) -> Iterator[Figure]:
    """Each measure's own page, begun or not."""
    for pk, name in walk.measures.items():
        page = walk.page(f"massnahmen/{pk}/")
        words, place = text(page), f"page of {name}"
        yield from in_words(name, words, place)
        for match in found(rf"werden {walk.year} zu {{n}} t, weil", words):
            sign = "−" if " mehr im Jahr (" in words else ""
            yield Figure(name, IN_YEAR, sign + match[1], place)
        for match in found(rf"Im Mosaik bis {walk.year}: {{n}} Steine", words):
            yield Figure(name, STONES, match[1], place)
        for match in found(r"Ein Stein: {n} t CO₂e", words):
            yield Figure(TOWN, STONE, match[1], place)
        if pk in walk.begun:
            yield from measured(name, words, place)
            for word in re.findall(r'<span class="mark [a-z]+">([^<]+)</span>', page):
                alone = page.count("Bis zu den Messwerten") == 1  # else each meter has its own
                if alone and word in {verdict.text.de for verdict in Verdict}:
                    yield Figure(name, VERDICT, word, place)
        for quantity, pattern in ((SPENT, "Ausgegeben sind bisher"), (PLANNED, "Geplant sind")):
            for match in found(rf"{pattern} {{n}} €", words):
                yield Figure(name, quantity, match[1], place)


def measured(name: str, words: str, place: str) -> Iterator[Figure]:
    """What the effect page says of an effect."""
    for match in found(r"({n} % \({n} bis {n} %\)) (?:gespart|mehr verbraucht)", words):
        yield Figure(name, SHARE, match[1], place)
    for match in found(r"rund {n} kWh \({n} %\)", words):
        yield Figure(name, KWH, match[1], place)
    for match in found(r"In dieser Zeit sind das rund {n} Euro \({n} bis {n} Euro\)", words):
        for quantity, printed in zip((EUR, EUR_LOW, EUR_HIGH), match.groups(), strict=True):
            yield Figure(name, quantity, printed, place)
    for match in found(r"festgelegt am [\d.]+ ([a-zä ]+?) (?:Übertragung|In Tonnen)", words):
        yield Figure(name, CRITERION, match[1], place)


def effect_documents(walk: Walk) -> Iterator[Figure]:
    """Each measure's own document."""
    for pk, name in walk.measures.items():
        told, place = walk.document(f"massnahmen/{pk}/wirkung.json"), f"document of {name}"
        if told["t_co2e_a_year"] is not None:
            yield from in_tonnes(name, told["t_co2e_a_year"], told["low_t"], told["high_t"], place)
        if pk not in walk.begun:
            continue
        yield Figure(name, VERDICT, Verdict(told["verdict"]).text.de, place)
        yield Figure(name, CRITERION, GateVerdict(told["gate"]).text.de, place)
        if told["verdict"] not in (Verdict.SAVED, Verdict.USED_MORE):
            continue
        sign = 1 if told["verdict"] == Verdict.SAVED else -1
        saved, share = (range_told(told, key, unit).scaled(sign) for key, unit in DECIDED)
        yield Figure(name, KWH, saved.carried(saved.mean).de.removesuffix(" kWh"), place)
        yield Figure(name, SHARE, share.text().de, place)
        if told["saved_eur"] is not None:
            amounts = re.findall(r"[\d.]+", money(range_told(told, "eur", "EUR")).de)
            for quantity, amount in zip((EUR, EUR_LOW, EUR_HIGH), amounts, strict=True):
                yield Figure(name, quantity, amount, place)


def range_told(told: dict[str, Any], key: str, unit: str) -> Estimate:
    """One figure of a measure's document with its range."""
    return Estimate(told[f"saved_{key}"], told[f"low_{key}"], told[f"high_{key}"], unit)


DECIDED = (("kwh", "kWh"), ("percent", "%"))


def pathway(walk: Walk) -> Iterator[Figure]:
    """The pathway's document."""
    told = walk.document("mosaik/pfad.json")
    for one in told["measures"]:
        name, headline, seen = one["measure"], one["headline"], one["measured"]
        if headline is not None:
            ends = (headline["t_co2e_a_year"], headline["low_t"], headline["high_t"])
            yield from in_tonnes(name, *ends, "pathway document")
        if seen is not None:
            verdict = Verdict(seen["verdict"])
            yield Figure(name, VERDICT, verdict.text.de, "pathway document")
            if verdict in (Verdict.SAVED, Verdict.USED_MORE):
                mwh = decimal(seen["saved_kwh"] / 1000, digits=1)
                yield Figure(name, MWH, mwh, "pathway document")
    target = max(told["targets"], key=lambda one: (one["scope"] == "town", one["year"]))
    for stone in target["in_target_year"]:
        if stone["state"] != "stopped":
            yield Figure(stone["measure"], IN_YEAR, tonnes(stone["mean_t"]).de, "pathway document")
    if told["need_t"] is None:
        return
    if told["trend"]["entered_by_hand"]:
        yield Figure(TOWN, NEED, decimal(told["need_t"]), "pathway document")
    yield Figure(TOWN, STONE, tonnes(told["need_t"] / 1000).de, "pathway document")


def answer(walk: Walk) -> Iterator[Figure]:
    """What all measures bring together."""
    page = walk.page("wirkung/")
    lines = table(page, "Nachweis")
    for name, shown in lines.column("t CO₂e im Jahr").items():
        if shown != "–":
            yield Figure(name, TONNES, shown, "answer")
    for name, shown in lines.column("MWh im Jahr").items():
        if shown != "–":
            yield Figure(name, MWH, shown, "answer")
    # ends are small print of their cells: name, verdict, energy with ends, tonnes with ends
    several = (
        rf"({'|'.join(walk.measures.values())}) gemessen .*?{{n}} {{n}} … {{n}} {{n}} {{n}} … {{n}}"
    )
    for match in found(several, text(page)):
        name, *printed = match.groups()
        quantities = (MWH, MWH_LOW, MWH_HIGH, TONNES, LOW, HIGH)
        for quantity, told in zip(quantities, printed, strict=True):
            yield Figure(name, quantity, told, "answer, ends")
    yield from joint(text(page), "answer")


def joint(words: str, place: str) -> Iterator[Figure]:
    """What all measured measures bring together, in words."""
    for match in found(r"sind {n} % \({n} bis {n} %\) der {n} t, die die Gemeinde bis", words):
        yield Figure(TOWN, ALL_SHARE, " ".join(match.groups()[:3]), place)
        yield Figure(TOWN, NEED, match[4], place)
    for match in found(r"(?:Je Kopf sind das|je Kopf) {n} kWh(?: und|,) {n} kg CO₂e", words):
        yield Figure(TOWN, HEAD_KWH, match[1], place)
        yield Figure(TOWN, HEAD_KG, match[2], place)
    for match in found(r"{n} MWh und {n}(?: \({n} bis {n}\))? t CO₂e im Jahr", words):
        yield Figure(TOWN, ALL_MWH, match[1], place)
        yield Figure(TOWN, ALL_TONNES, match[2], place)


def strangers(walk: Walk) -> Iterator[Figure]:
    """What strangers read: each measure's page, and what all bring together."""
    stranger = Client()
    home = f"/klima/{walk.ags}"
    for pk, name in walk.measures.items():
        told = stranger.get(f"{home}/massnahmen/{pk}/")
        if told.status_code == 200:
            words = text(told.content.decode())
            yield from in_words(name, words, f"public page of {name}")
            yield from measured(name, words, f"public page of {name}")
    page = stranger.get(f"{home}/antwort/").content.decode()
    yield from joint(text(page), "public answer")
    for match in found(r"Euro je Tonne {n} €", text(page)):
        yield Figure(TOWN, ALL_PRICE, match[1], "public answer")
    rows = table(page, "Nachweisklasse")
    for name, shown in rows.column("t CO₂e gespart im Jahr").items():
        for match in found(r"^{n} \({n} bis {n}\)$", shown):
            for quantity, printed in zip((TONNES, LOW, HIGH), match.groups(), strict=True):
                if rows.column("Nachweisklasse")[name] == EvidenceClass.MEASURED.text.de:
                    yield Figure(name, quantity, printed, "public answer")


def answer_document(walk: Walk) -> Iterator[Figure]:
    """The same as a document; its evidence class follows from the verdict."""
    whole = walk.document("wirkung/wirkung.json")
    if whole["eur_per_t"] is not None:
        yield Figure(TOWN, ALL_PRICE, decimal(whole["eur_per_t"]), "answer document")
    for one in whole["lines"]:
        name = one["measure"]
        if one["t_co2e_a_year"] is not None:
            ends = (one["t_co2e_a_year"], one["low_t"], one["high_t"])
            yield from in_tonnes(name, *ends, "answer document")
        if one["saved_mwh_a_year"] is not None:
            for quantity, key in (
                (MWH, "saved_mwh_a_year"), (MWH_LOW, "low_mwh"), (MWH_HIGH, "high_mwh"),
            ):  # fmt: skip
                yield Figure(name, quantity, decimal(one[key], digits=1), "answer document")
        if one["evidence"] == EvidenceClass.ABOUT_ZERO:
            word = Verdict.NOT_DISTINGUISHABLE.text.de
            yield Figure(name, VERDICT, word, "answer document")


def costs(walk: Walk) -> Iterator[Figure]:
    """What a tonne costs: of what works already the tonnes are those of the measure."""
    lines = table(walk.page("planung/kosten/"), "Euro je Tonne")
    grades, shown = lines.column("Nachweis"), lines.column("t CO₂e im Jahr")
    for name, grade in grades.items():
        if grade == EvidenceClass.MEASURED.text.de:
            yield Figure(name, TONNES, shown[name], "cost of a tonne")


def rollouts(walk: Walk) -> Iterator[Figure]:
    """The pilot's own figure where a measure is rolled out."""
    for pk in walk.begun:
        words = text(walk.page(f"massnahmen/{pk}/hochrechnung/"))
        if f"{Verdict.NOT_DISTINGUISHABLE.text.de}" in text(walk.page(f"massnahmen/{pk}/")):
            continue
        for match in found(r"Gemessen an [^:]+: {n} \({n} bis {n}\) t CO₂e im Jahr", words):
            for quantity, printed in zip((TONNES, LOW, HIGH), match.groups(), strict=True):
                yield Figure(walk.measures[pk], quantity, printed, "roll-out")


def steering(walk: Walk) -> Iterator[Figure]:
    """What lags behind plan: criterion, share and money, with their proof."""
    for one in walk.document("massnahmencontrolling/massnahmencontrolling.json")["measures"]:
        name = one["measure"]
        for each in one["deviations"]:
            proof = each["proof"]["de"]
            if each["criterion"] is not None:
                word = GateVerdict(each["criterion"]).text.de
                yield Figure(name, CRITERION, word, "steering")
            for match in found(r"({n} % \({n} bis {n} %\)) (?:gespart|mehr)", proof):
                yield Figure(name, SHARE, match[1], "steering")
            for match in found(r"{n} statt {n} Euro", proof):
                yield Figure(name, SPENT, match[1], "steering")


def register(walk: Walk) -> Iterator[Figure]:
    """The list of measures and each measure's page in it."""
    listed = table(walk.page("massnahmen/"), "Stand").column("Stand")
    for pk, name in walk.measures.items():
        shown = next((state for row, state in listed.items() if row.endswith(name)), "")
        words = text(walk.page(f"massnahmen/{pk}/register/"))
        for place, said in (("list of measures", shown), (f"register page of {name}", words)):
            for verdict in GateVerdict:
                if f"Kriterium {verdict.text.de}" in said:
                    yield Figure(name, CRITERION, verdict.text.de, place)
        for match in found(r"bisher ausgegeben {n} €", words):
            if pk in walk.begun:
                yield Figure(name, SPENT, match[1], f"register page of {name}")
        for match in found(r"Geplant {n} €", words):
            if pk not in walk.begun:
                yield Figure(name, PLANNED, match[1], f"register page of {name}")


PLACES: tuple[Callable[[Walk], Iterator[Figure]], ...] = (
    mosaic, towns, way, effects, effect_documents, pathway, answer, answer_document, steering,
    register, costs, rollouts, strangers,
)  # fmt: skip
EVERYWHERE = {  # how many places tell it at least, of a measure that was measured
    TONNES: 9, LOW: 6, HIGH: 6, IN_YEAR: 4, STONES: 3, SHARE: 3, KWH: 2, MWH: 3, EUR: 2,
    EUR_LOW: 2, EUR_HIGH: 2, MWH_LOW: 2, MWH_HIGH: 2, VERDICT: 3, CRITERION: 5, SPENT: 3,
}  # fmt: skip


@pytest.fixture
def walk(story: Story) -> Walk:
    client = Client()
    client.force_login(User.objects.get(username="demo"))
    return Walk(client, story.municipality)


def unlike(seen: Mapping[tuple[str, str], Mapping[str, set[str]]]) -> dict[Any, Any]:
    """What two places tell differently, with the places."""
    return {key: dict(forms) for key, forms in seen.items() if len(forms) > 1}


def test_what_stands_in_two_places_is_the_same_to_the_printed_digit(walk: Walk) -> None:
    seen = together(figure for place in PLACES for figure in place(walk))
    assert unlike(seen) == {}
    heating = next(name for name in walk.measures.values() if name.startswith("Heizungsopt"))
    told = {
        quantity: sum(len(places) for places in forms.values())
        for (subject, quantity), forms in seen.items()
        if subject == heating
    }
    assert {quantity: told.get(quantity, 0) >= most for quantity, most in EVERYWHERE.items()} == (
        dict.fromkeys(EVERYWHERE, True)
    )
    twice = [key for key, forms in seen.items() if sum(map(len, forms.values())) > 1]
    assert len(twice) >= 60
    for quantity in (
        NEED, GAP, GAP_ENDS, STONE, LAID, ALL_MWH, ALL_TONNES, ALL_SHARE, ALL_PRICE,
        HEAD_KWH, HEAD_KG,
    ):  # fmt: skip
        assert sum(len(places) for places in seen[TOWN, quantity].values()) >= 2, quantity


def test_the_next_decision_is_on_the_same_day_for_office_and_council(story: Story) -> None:
    town, now = story.municipality, timezone.now()
    steered = steering_of(municipality=town, at=now).lines
    known = {one.state.measure.pk: one.state.decision for one in steered}
    council = council_part(municipality=town, today=timezone.localdate()).decisions
    told = {each.measure: each.day for each in council if each.day}
    assert told == {measure: day.day for measure, day in known.items() if day}
    assert {Measure.objects.get(pk=pk).next_decision_on is None for pk in told} == {True, False}
    first = next(iter(told))
    Measure.objects.filter(pk=first).update(next_decision_on=timezone.localdate() - timedelta(1))
    council = council_part(municipality=town, today=timezone.localdate()).decisions
    (said,) = [each.what.de for each in council if each.measure == first and each.day]
    assert said == "Entscheidung (Ausgang nicht eingetragen)"
