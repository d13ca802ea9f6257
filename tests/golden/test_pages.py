"""Every number on a finished page is walked back to its row of measures.csv, and every other number must have a reason.

The page is rendered as the notebook does it, then read again with lxml, csv and decimal alone. The package's own small
table answers everywhere; DfE's files where they are (marked `shared`).
"""

import csv
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

import pytest
from lxml import html

from csc_metrics import __version__
from csc_metrics.comparison.published_data import CARRIED, load_published_data, prepared, save_prepared
from csc_metrics.contracts.authorities import authorities, current_authorities
from csc_metrics.contracts.vocabulary import Note
from csc_metrics.measures.measure import Measure
from csc_metrics.measures.registry import PUBLISHED_MEASURES as MEASURES
from csc_metrics.report.scrutiny import PAGE_FILE, ROWS_FILE, open_report, sections, write_report
from csc_metrics.settings.read import read_settings

TOPICS = tuple(dict.fromkeys(measure.topic for measure in MEASURES.values()))
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\b\d{{1,2}} (?:{MONTHS}) \d{{4}}\b")
HERE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a block's text where a figure stood."""

TOPS_AND_BOTTOMS = {"numerator", "denominator"}
COUNTS = {"england_rank", "england_ranked", "neighbours_with_value"}
MOST_DECIMALS = 3
NUMBER_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
SHORTEST_RUN = 3
FIXED_PHRASES = (
    "Open Government Licence v3.0",  # the licence's own name
    "where 1st is best",  # says which end of a ranking is good, of no authority in particular
    "rounds to 0 but is not 0",  # what DfE's symbols "low" and "k" mean, in a sentence and in a title
    "rounds to 0, is not 0",  # the same in a table's cell
)
CLAIMS_A_CAUSE = re.compile(
    r"\b(because|due to|led to|leads to|caused|owing to|thanks to|as a result|results? from|driven by|therefore)\b",
    flags=re.IGNORECASE,
)
DFES_OWN_REASON = "DfE hides it because the numbers are small"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A finished page and the rows beside it, as a reader finds them. files: names that may be printed as inputs."""

    text: str
    rows: tuple[dict[str, str], ...]
    la_code: str
    neighbour_model: str
    files: frozenset[str]

    @cached_property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.text)

    @cached_property
    def by_key(self) -> dict[tuple[str, str], dict[str, str]]:
        return {(row["measure"], row["period_end"]): row for row in self.rows}

    def years(self, measure: str) -> list[dict[str, str]]:
        """The measure's rows, oldest first; the day on which the section ends is in its table's first row."""
        held = sorted((row for row in self.rows if row["measure"] == measure), key=lambda row: row["period_end"])
        newest = self.tree.xpath(f"string(//section[@id='measure-{measure}']//tbody/tr[1]/th)")
        return [row for row in held if row["period_end"] <= iso_date(newest)]


def iso_date(printed: str) -> str:
    day, month, year = printed.split()
    return date(int(year), MONTHS.split("|").index(month) + 1, int(day)).isoformat()


def printed_date(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS.split('|')[day.month - 1]} {day.year}"


def existed(row: dict[str, str]) -> bool:
    return row["note"] != Note.AUTHORITY_DID_NOT_EXIST.value


def half_up(number: Decimal, decimals: int, *, rounding: str = ROUND_HALF_UP) -> str:
    """Round as schools teach it, or another way. What lies beyond nine places is binary noise and goes first."""
    meant = number.quantize(Decimal("1e-9"))
    rounded = meant.quantize(Decimal(1).scaleb(-decimals), rounding=rounding)
    sign = "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{abs(rounded):,}"


def as_printed(row: dict[str, str], column: str, *, decimals: int | None = None) -> str:
    """Return what a reader must find for one column of a row; decimals: if other than the measure's own."""
    measure, number = MEASURES[row["measure"]], Decimal(row[column])
    places = measure.decimals if decimals is None else decimals
    if column == "england_rank":
        place = int(number)
        tail = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
        return f"{place}{'th' if place % 100 in (11, 12, 13) else tail}"
    if column in COUNTS:
        return str(int(number))
    if column in TOPS_AND_BOTTOMS:
        return half_up(number, (0 if number == int(number) else 1) if decimals is None else decimals)
    if column == "change":  # the words before it say the direction
        return half_up(abs(number), places)
    outward = {"lower": ROUND_FLOOR, "upper": ROUND_CEILING}  # so that what is printed still holds what is hidden
    rounding = outward.get(column, ROUND_HALF_UP)
    return half_up(number, places, rounding=rounding) + ("%" if measure.unit == "%" else "")


# The rules: each takes a page and yields what is wrong with it


def figures_that_are_not_their_row(page: Page) -> Iterator[str]:
    """Every figure is the number in its row and column, rounded half up, and tells software the same number."""
    for data in page.tree.xpath("//data"):
        key, column = (data.get("data-measure"), data.get("data-period-end")), data.get("data-column")
        row = page.by_key.get(key)
        if data.get("class") != "figure" or row is None or not row.get(column):
            yield f"{data.text!r} has no row or no number behind it: {key}, {column}"
            continue
        decimals = int(data.get("data-decimals"))
        if column not in TOPS_AND_BOTTOMS | COUNTS and decimals < MEASURES[row["measure"]].decimals:
            yield f"{key} {column}: {decimals} decimals are fewer than the measure's"
        if column in TOPS_AND_BOTTOMS and decimals != decimals_of_parts(page, data):
            yield f"{key} {column}: {decimals} decimals are not those of the part that it is set beside"
        if column not in TOPS_AND_BOTTOMS | COUNTS and decimals > decimals_needed(row):
            yield f"{key} {column}: {decimals} decimals are more than tell the value from the edge of the range"
        expected = as_printed(row, column, decimals=decimals)
        if data.text != expected:
            yield f"{key} {column}: {data.text!r} is printed, {expected!r} is {row[column]} half up"
        if len(re.sub(r"\D", "", data.text.partition(".")[2])) != decimals:
            yield f"{key} {column}: {data.text!r} does not have the {decimals} decimals it claims"
        plain = re.sub(r"[,%]|st$|nd$|rd$|th$", "", data.text).replace("\N{MINUS SIGN}", "-")
        if data.get("value") != plain:
            yield f"{key} {column}: {data.text!r} is printed, software reads {data.get('value')!r}"


def decimals_of_parts(page: Page, data: html.HtmlElement) -> int:
    """Return no decimals where this top or bottom, and the one that it is set beside, are whole; else one."""
    column, measure = data.get("data-column"), data.get("data-measure")
    beside = [one for one in data.getparent().iterchildren("data") if one.get("data-column") == column]
    rows = [page.by_key.get((measure, one.get("data-period-end"))) for one in beside]
    return 0 if all(row is None or Decimal(row[column]) % 1 == 0 for row in rows) else 1


def rests_on_few(row: dict[str, str]) -> bool:
    """Whether fewer than 50 workers or events, 10 social workers or 1,000 children are at the bottom of a ratio."""
    unit = MEASURES[row["measure"]].unit
    fewest = 50 if unit == "%" else 1000 if "children" in unit else 10
    return bool(row["denominator"]) and Decimal(row["denominator"]) < fewest


def decimals_needed(row: dict[str, str]) -> int:
    """Return the measure's decimals, or as many more as tell a value outside the range from its nearer edge."""
    own = MEASURES[row["measure"]].decimals
    if row["outcome"] in ("", "similar", "not_compared") or rests_on_few(row):
        return own
    value, low, high = (Decimal(row[column]) for column in ("value", "neighbour_min", "neighbour_max"))
    edge = high if value > high else low
    places = range(own, MOST_DECIMALS)
    return next((at for at in places if half_up(value, at) != half_up(edge, at)), MOST_DECIMALS)


def values_outside_that_print_as_the_edge(page: Page) -> Iterator[str]:
    """A sentence that says "worse than in all ten neighbours" prints a value that its range does not hold."""
    for said in page.tree.xpath("//p[contains(., 'than in ')]"):
        outcome = re.search(r"\b(better|worse|higher|lower) than in ", said.text_content())
        low, high = (said.xpath(f"data[@data-column='{column}']")[0] for column in ("neighbour_min", "neighbour_max"))
        day = low.get("data-period-end")
        told = said.xpath(f"data[@data-column='value'][@data-period-end='{day}']")
        value, bottom, top = (Decimal(data.get("value")) for data in (told[0], low, high))
        if bottom <= value <= top:
            yield f"{said.text_content()!r}: {value} is not outside {bottom} to {top}"
        row = page.by_key[told[0].get("data-measure"), told[0].get("data-period-end")]
        if outcome is None or outcome[1] != row["outcome"]:
            yield f"{said.text_content()!r}: the row says {row['outcome']}"


def values_said_to_have_moved_otherwise_than_they_did(page: Page) -> Iterator[str]:
    """After "up from" or "down from" stands the value of the year before; a run is as long as it is said to be."""
    for data in page.tree.xpath("//p/data[@data-column='value']"):
        before = data.getprevious().tail if data.getprevious() is not None else data.getparent().text
        measure, start = data.get("data-measure"), data.get("data-period-end")
        later = [row for row in page.years(measure) if row["period_end"] > start and existed(row)]
        word = re.search(r"\b(up|down)( for (\w+) years running,)? from $", before or "", flags=re.IGNORECASE)
        if word is None:
            continue
        length = NUMBER_WORDS.index(word[3]) if word[3] else 1
        is_up = word[1].lower() == "up"
        moved = [Decimal(row["change"] or 0) > 0 if is_up else Decimal(row["change"] or 0) < 0 for row in later]
        if len(later) != length or not all(moved) or (word[3] and abs(run_of(page.years(measure))) != length):
            yield f"{measure}: {before!r} stands before {data.text!r} of {start}"


def causes_that_are_claimed(page: Page) -> Iterator[str]:
    """What is said of figures describes and never explains, but for DfE's own reason to hide."""
    for said in page.tree.xpath("//section[contains(@class, 'opening')]//p | //p[@class='summary'] | //h3 | //figure"):
        words = [said.text_content(), *said.xpath(".//@aria-label")]
        yield from (text for text in words if CLAIMS_A_CAUSE.search(text.replace(DFES_OWN_REASON, "")))


def an_opening_that_says_too_little_or_twice(page: Page) -> Iterator[str]:
    """Five sentences; no measure twice; each title that says outside is among them."""
    said = page.tree.xpath("//section[contains(@class, 'opening')]//li")
    links = [address for one in said for address in one.xpath(".//a/@href")]
    if len(said) != 5 or len(links) != len(set(links)):
        yield f"{len(said)} sentences open the page, about {links}"
    opening = " ".join(one.text_content() for one in said)
    if "Every measure that can be compared lies within" in opening and "than every neighbour" in page.text:
        yield "all are said to be within, and a title says that one is not"
    for title in page.tree.xpath(
        "//section[@class='measure'][.//h3[contains(., 'outside its') or contains(., ' than ')]]"
    ):
        code = title.get("id").removeprefix("measure-")
        own = [one.text_content() for one in said if f"#{title.get('id')}" in one.xpath(".//a/@href")]
        if own and not re.search(r" (better|worse|higher|lower) than in ", own[0]):
            yield f"{code} lies outside its range, and its sentence does not tell: {own[0]!r}"
        if not own and not re.search(
            rf"Also outside .*{re.escape(MEASURES[code].short_title)}", opening, flags=re.IGNORECASE
        ):
            yield f"{code} lies outside its range, and the opening does not tell"


def changes_told_in_the_wrong_direction(page: Page) -> Iterator[str]:
    """A change is printed without its sign: the word before it must say up or down as its row does."""
    for data in page.tree.xpath("//data[@data-column='change']"):
        before = data.getprevious().tail if data.getprevious() is not None else data.getparent().text
        word = re.search(r"\b(up|down) by $", before or "", flags=re.IGNORECASE)
        change = Decimal(page.by_key[data.get("data-measure"), data.get("data-period-end")]["change"])
        if word is None or (word[1].lower() == "up") != (change > 0):
            yield f"{data.get('data-measure')}: {before!r} stands before a change of {change}"


def figures_in_another_measures_section(page: Page) -> Iterator[str]:
    for section in page.tree.xpath("//section[@class='measure']"):
        for data in section.xpath(".//data"):
            if f"measure-{data.get('data-measure')}" != section.get("id"):
                yield f"{data.text!r} of {data.get('data-measure')} stands in {section.get('id')}"


def numbers_without_a_reason(page: Page) -> Iterator[str]:
    """Whatever digit a reader sees outside a figure belongs to something on the allow-list below."""
    for measure, where, text in seen_blocks(page):
        left = DATE.sub(lambda found: "" if found[0] in allowed_dates(page) else found[0], text)
        for phrase in sorted(allowed_phrases(page, measure, where), key=len, reverse=True):
            left = left.replace(phrase, "")
        if where == "td":
            left = left.replace(f"{HERE} of {len(page.rows[0]['neighbours'].split())}", "")  # "9 of 10" neighbours
        if re.search(r"\d", left):
            yield f"<{where}> of {measure}: {text!r} has a number without a reason: {left.strip()!r}"


def seen_blocks(page: Page) -> Iterator[tuple[str | None, str, str]]:
    """Yield (measure of the section, tag, text) of all that is read out or seen; charts, also in words, apart."""
    tree = html.document_fromstring(page.text)
    for unseen in tree.xpath("//style | //svg | //details[@class='in-words']/p"):
        unseen.drop_tree()
    for data in tree.xpath("//data"):
        data.text = HERE
    blocks = "//title|//p|//h1|//h2|//h3|//h4|//li[not(p)]|//th|//td|//caption|//dt|//dd|//figcaption|//summary|//b|//a"
    covered = set()
    for block in tree.xpath(blocks):
        covered |= set(block.iter())
        yield measure_of(block), block.tag, block.text_content()
    for element in tree.body.iter():
        if element not in covered and (element.text or "").strip():
            yield measure_of(element), element.tag, element.text
        if element.getparent() not in covered and (element.tail or "").strip():
            yield measure_of(element), element.tag, element.tail
    for table in tree.xpath("//*[@role='region']"):
        yield measure_of(table), "caption", table.get("aria-label")


def measure_of(element: html.HtmlElement) -> str | None:
    section = element.xpath("ancestor-or-self::section[@class='measure']/@id")
    return section[0].removeprefix("measure-") if section else None


def allowed_dates(page: Page) -> set[str]:
    """Ends of periods in the rows, days on which an authority began, and days on which a definition is reviewed."""
    began = authorities()[page.la_code].existed_from
    days = {row["period_end"] for row in page.rows} | {str(m.review_on) for m in MEASURES.values()}
    return {printed_date(day) for day in days | ({str(began)} if began else set())}


def allowed_phrases(page: Page, measure: str | None, where: str) -> Iterator[str]:
    """Yield the phrases in which a digit may stand; a section may use the words of its own measure only."""
    yield from FIXED_PHRASES
    yield from (place.name for place in authorities().values() if re.search(r"\d", place.name))
    for one in [MEASURES[measure]] if measure else MEASURES.values():
        yield from words_with_digits(one)
    if where == "dt":
        yield f"(model of {page.neighbour_model})"
    if where == "dd":
        yield f"neighbours.model = {page.neighbour_model}"
        yield f"csc_metrics {__version__}"
        for name in page.files:
            yield from (
                f"{name} (edition of {edition})" for edition in re.findall(r"20\d\d", name) or range(2017, 2031)
            )


def words_with_digits(measure: Measure) -> Iterator[str]:
    """Yield the measure's own words that hold a digit: "45 working days", "section 47", "per 10,000 children"."""
    statements = chain(*(re.split(r"\{\w+\}", words or "") for words in (measure.statement, measure.parts_statement)))
    words = [measure.title, measure.short_title, measure.definition, measure.numerator, measure.denominator]
    words += [measure.unit, measure.why_it_matters, measure.source, *measure.caveats, *statements]
    words += [measure.target or "", measure.no_target_reason or ""]
    for phrase in words:
        if re.search(r"\d", phrase):
            yield phrase
            yield phrase[:1].lower() + phrase[1:]  # "There is no figure for assessments completed within …"


def alternatives_that_are_not_their_row(page: Page) -> Iterator[str]:
    """The chart in words gives value, median, range and England of its own rows in this order; counts are in words."""
    for section in page.tree.xpath("//section[@class='measure']"):
        code = section.get("id").removeprefix("measure-")
        (told,) = section.xpath(".//div[@role='img']/@aria-label") or section.xpath(".//p[@class='no-chart']/text()")
        left = DATE.sub("", told)
        for phrase in sorted([*words_with_digits(MEASURES[code]), authorities()[page.la_code].name], key=len)[::-1]:
            left = left.replace(phrase, "")
        found = re.findall(r"\d[\d,.]*\d%?|\d%?", left)
        expected = numbers_of_alternative(page.years(code))
        if found != expected:
            yield f"{code}: the alternative says {found}, the rows {expected}: {told!r}"
        missing = [words for words in words_of_alternative(page.years(code)) if words not in told]
        yield from (f"{code}: the alternative does not say {words!r}: {told!r}" for words in missing)
        yield from wrong_dates_of_alternative(told, page.years(code))


def words_beside_a_chart_that_are_not_its_alternative(page: Page) -> Iterator[str]:
    """What a reader opens as "chart in words" is what a screen reader says of the chart, and the chart points to it."""
    for chart in page.tree.xpath("//figure/div[@role='img']"):
        words = page.tree.xpath("//details[@id=$id]/p/text()", id=chart.get("aria-details", ""))
        if words != [chart.get("aria-label")]:
            yield f"{measure_of(chart)}: beside the chart stands {words}, it is read out as {chart.get('aria-label')!r}"


def numbers_of_alternative(years: list[dict[str, str]]) -> list[str]:
    held = [row for row in years if row["status"] == "ok"]
    if not held:
        return []
    last = held[-1]
    columns = ["value", "neighbour_median", "neighbour_min", "neighbour_max", "england_value"]
    decimals = decimals_needed(last) if last is years[-1] else None
    return [as_printed(last, column, decimals=decimals) for column in columns if last[column]]


def words_of_alternative(years: list[dict[str, str]]) -> Iterator[str]:
    """Yield the phrases in which the alternative must count years held, neighbours and the run, in words."""
    held = [row for row in years if row["status"] == "ok"]
    if not held:
        yield "There is no figure in the years held."
        return
    last = held[-1]
    yield "one year with a figure" if len(held) == 1 else f"{NUMBER_WORDS[len(held)]} years with a figure"
    if last["neighbour_median"]:
        count = int(last["neighbours_with_value"])
        is_whole = count == len(last["neighbours"].split())
        yield f"{'all' if is_whole else 'the'} {NUMBER_WORDS[count]} neighbours{'' if is_whole else ' with a figure'}"
    change = Decimal(last["change"] or 0)
    if change:
        run = run_of(years) if last is years[-1] else 1
        word = "Up" if change > 0 else "Down"
        yield f"{word} on the year before." if run < SHORTEST_RUN else f"{word} for {NUMBER_WORDS[run]} years running."


def run_of(years: list[dict[str, str]]) -> int:
    """Return for how many yearly changes the value has moved in one direction, up to the last."""
    run, direction = 0, 0
    for row in reversed(years):
        change = Decimal(row["change"] or 0)
        if change == 0 or (direction and (change > 0) != (direction > 0)):
            break
        run, direction = run + 1, 1 if change > 0 else -1
    return run


def wrong_dates_of_alternative(told: str, years: list[dict[str, str]]) -> Iterator[str]:
    held = [row for row in years if row["status"] == "ok"]
    since = [held[-2]] if len(held) > 1 and not held[-1]["change"] else []  # where the year before has no figure
    days = [held[-1], *since, *([] if held[-1] is years[-1] else [years[-1]])] if held else []
    if DATE.findall(told.replace("(before April 2019)", "")) != [printed_date(row["period_end"]) for row in days]:
        yield f"the alternative has other dates than its rows: {told!r}"
    if held and held[-1]["change"] and Decimal(held[-1]["change"]) != 0:
        word = "Up " if Decimal(held[-1]["change"]) > 0 else "Down "
        if f". {word}" not in told:
            yield f"the alternative tells the wrong direction: {told!r}"


def captions_of_other_years(page: Page) -> Iterator[str]:
    """A chart's caption names the first and the last day of its rows on which the authority existed."""
    for section in page.tree.xpath("//section[@class='measure'][.//figcaption]"):
        years = page.years(section.get("id").removeprefix("measure-"))
        days = [printed_date(row["period_end"]) for row in years if existed(row) or row is years[-1]]
        span = f"England, {days[0]} to {days[-1]}." if len(days) > 1 else f"England, {days[0]}."
        caption = section.xpath("string(.//figcaption)")
        if span not in caption:
            yield f"{section.get('id')}: the caption is {caption!r}, the rows say {span!r}"


def charts_whose_label_is_not_the_row(page: Page) -> Iterator[str]:
    """The one large number in a chart is the last value that its rows hold."""
    for section in page.tree.xpath("//section[@class='measure'][.//svg]"):
        code = section.get("id").removeprefix("measure-")
        held = [row for row in page.years(code) if row["status"] == "ok"]
        labels = [text.text for text in section.xpath(".//svg//text[@font-weight]")]
        expected = [as_printed(held[-1], "value")] if held else []
        if labels != expected:
            yield f"{code}: the chart is labelled {labels}, the rows say {expected}"


def words_of_a_machine(page: Page) -> Iterator[str]:
    """No reader is shown what a program calls nothing, or what it says when it breaks."""
    seen = [*page.tree.xpath("//text()[not(parent::style)]"), *page.tree.xpath("//@*")]
    found = re.findall(
        r"\b(?:nan|NaN|None|null|inf|Infinity|Traceback|undefined|[Pp]olars|Error)\b|[{}]", "\n".join(seen)
    )
    yield from (f"the page says {word!r}" for word in found)


def what_comes_from_outside(page: Page) -> Iterator[str]:
    """The page needs no network, runs no script, and its policy forbids both."""
    yield from (f"the page holds {it!r}" for it in re.findall(r"https?:|//|@import|url\([^#]|javascript:", page.text))
    acting = "//script|//link|//img|//iframe|//object|//embed|//form|//base|//@style|//@*[starts-with(name(), 'on')]"
    yield from (f"the page holds {it!r}" for it in page.tree.xpath(acting))
    yield from (f"a link leads to {it!r}" for it in page.tree.xpath("//@href[not(starts-with(., '#'))]"))
    policy = page.tree.xpath("string(/html/head/meta[@http-equiv='Content-Security-Policy']/@content)")
    wanted = r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'"
    if not re.fullmatch(wanted, policy):
        yield f"the policy is {policy!r}"


def names_of_another_authority(page: Page) -> Iterator[str]:
    name = authorities()[page.la_code].name
    if page.tree.xpath("//h1/text()") != [name]:
        yield f"the h1 is {page.tree.xpath('//h1/text()')}"
    if (
        page.tree.xpath("string(//title)")
        != f"{name}: children\N{RIGHT SINGLE QUOTATION MARK}s social care, scrutiny report"
    ):
        yield f"the title is {page.tree.xpath('string(//title)')!r}"
    if {(row["la_code"], row["la_name"]) for row in page.rows} != {(page.la_code, name)}:
        yield "measures.csv holds rows of another authority"


def measures_without_a_whole_section(page: Page) -> Iterator[str]:
    """Every measure has a finding, a table, and a chart or the words that say why there is none."""
    if page.tree.xpath("//section[@class='measure']/@id") != [f"measure-{code}" for code in MEASURES]:
        yield "the sections are not those of the measures in their order"
    for section in page.tree.xpath("//section[@class='measure']"):
        charts, words = section.xpath(".//figure[.//svg]"), section.xpath(".//p[@class='no-chart']")
        if (len(charts), len(words)) not in ((1, 0), (0, 1)):
            yield f"{section.get('id')}: {len(charts)} charts and {len(words)} explanations"
        if len(section.xpath(".//table")) != 1 or not section.xpath("string(h3)"):
            yield f"{section.get('id')}: no table or no finding"
        if not section.xpath(".//p[@class='summary']"):
            yield f"{section.get('id')}: nothing is said"


def tables_that_leave_a_year_out(page: Page) -> Iterator[str]:
    """A table has the years of its rows, newest first, and says in words why a value is not there."""
    for section in page.tree.xpath("//section[@class='measure']"):
        years = page.years(section.get("id").removeprefix("measure-"))
        last = years[-1]["period_end"]
        shown = [row for row in years if existed(row) or row["period_end"] == last]
        lines = section.xpath(".//tbody/tr")
        if [line.xpath("string(th)") for line in lines] != [printed_date(row["period_end"]) for row in reversed(shown)]:
            yield f"{section.get('id')}: the table has other years than its rows"
            continue
        for line, row in zip(lines, reversed(shown), strict=True):
            own = line.xpath("td[1]")[0]
            columns = own.xpath("data/@data-column")
            expected = ["value"] if row["status"] == "ok" else ["lower", "upper"] if row["lower"] else []
            if columns != expected or not own.text_content().strip():
                yield f"{section.get('id')} {row['period_end']}: {own.text_content()!r} for status {row['status']}"


RULES: tuple[Callable[[Page], Iterator[str]], ...] = (
    figures_that_are_not_their_row,
    values_outside_that_print_as_the_edge,
    values_said_to_have_moved_otherwise_than_they_did,
    changes_told_in_the_wrong_direction,
    causes_that_are_claimed,
    an_opening_that_says_too_little_or_twice,
    figures_in_another_measures_section,
    numbers_without_a_reason,
    alternatives_that_are_not_their_row,
    words_beside_a_chart_that_are_not_its_alternative,
    captions_of_other_years,
    charts_whose_label_is_not_the_row,
    words_of_a_machine,
    what_comes_from_outside,
    names_of_another_authority,
    measures_without_a_whole_section,
    tables_that_leave_a_year_out,
)


# Pages: rendered as the notebook does it


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One page. published: DfE's files, or "carried"; saved: where they stand read, or None."""

    la_code: str
    published: str
    saved: str | None = None
    period: str = ""
    neighbour_model: str = "2025"

    @property
    def name(self) -> str:
        return f"{self.la_code}-{self.period or 'latest'}-{self.neighbour_model}"


def render_page_of(wanted: Wanted, folder: Path) -> Page:
    is_carried = wanted.published == CARRIED
    folder.mkdir(parents=True)
    source = Path(wanted.published)
    with prepared(source, Path(wanted.saved)) if wanted.saved else nullcontext():
        report = open_report(
            authority=wanted.la_code,
            period=wanted.period,
            published=wanted.published,
            neighbour_model=wanted.neighbour_model,
        )
    write_report(report, *(sections(report, topic) for topic in TOPICS), folder=str(folder))
    names = (
        {file.name for file in report.facts.inputs}
        if is_carried
        else {str(path.relative_to(source).as_posix()) for path in source.rglob("*") if path.is_file()}
    )
    with (folder / ROWS_FILE).open(encoding="utf-8", newline="") as rows:
        return Page(
            text=(folder / PAGE_FILE).read_text(encoding="utf-8"),
            rows=tuple(csv.DictReader(rows)),
            la_code=wanted.la_code,
            neighbour_model=wanted.neighbour_model,
            files=frozenset(names),
        )


def faults_of(wanted: Wanted, folder: str) -> list[str]:
    """Render one page and walk it; runs in another process."""
    page = render_page_of(wanted, Path(folder) / wanted.name)
    return [f"{wanted.name}, {rule.__name__}: {fault}" for rule in RULES for fault in rule(page)]


@pytest.fixture(scope="session")
def saved_dfe(tmp_path_factory: pytest.TempPathFactory, shared_dfe: Path) -> Path:
    """DfE's files, read and checked once."""
    folder = tmp_path_factory.mktemp("saved")
    save_prepared(
        load_published_data(shared_dfe, measures=list(MEASURES.values()), settings=read_settings(None)), folder
    )
    return folder


@pytest.fixture(scope="module")
def carried_page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return render_page_of(Wanted(la_code="357", published=CARRIED), tmp_path_factory.mktemp("carried") / "357")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(None, id="Tameside, carried"),
        pytest.param(("357", "", "2025"), id="Tameside", marks=pytest.mark.shared),
        pytest.param(("212", "", "2025"), id="Wandsworth, hidden figures", marks=pytest.mark.shared),
        pytest.param(("420", "2019", "2021"), id="Isles of Scilly in 2019, few children", marks=pytest.mark.shared),
        pytest.param(("942", "", "2025"), id="Cumberland", marks=pytest.mark.shared),
        pytest.param(("942", "", "2021"), id="Cumberland, no neighbours", marks=pytest.mark.shared),
    ],
)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """Six pages that differ in what they have to say."""
    if request.param is None:
        return request.getfixturevalue("carried_page")
    la_code, period, model = request.param
    wanted = Wanted(
        la_code=la_code,
        published=str(request.getfixturevalue("shared_dfe")),
        saved=str(request.getfixturevalue("saved_dfe")),
        period=period,
        neighbour_model=model,
    )
    return render_page_of(wanted, tmp_path_factory.mktemp("page") / wanted.name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_page_keeps_every_rule(page: Page, rule: Callable[[Page], Iterator[str]]) -> None:
    assert list(rule(page)) == []


def test_a_page_has_hundreds_of_figures_and_all_columns_that_a_reader_compares(page: Page) -> None:
    columns = set(page.tree.xpath("//data/@data-column"))
    assert len(page.tree.xpath("//data")) > 150
    assert {"value", "numerator", "denominator", "england_value", "region_value"} <= columns
    is_large = page.la_code != "420"  # of what rests on few no change is told, and no rank
    assert [column in columns for column in ("change", "england_rank")] == [is_large, is_large]


def test_a_measure_that_rests_on_few_is_told_in_one_sentence(page: Page) -> None:
    told = {
        section.get("id").removeprefix("measure-"): [
            said.text_content() for said in section.xpath(".//p[@class='summary']")
        ]
        for section in page.tree.xpath("//section[@class='measure']")
    }
    few = [code for code in told if rests_on_few(page.years(code)[-1]) and page.years(code)[-1]["status"] == "ok"]
    assert bool(few) == (page.la_code == "420")
    for code in MEASURES:
        assert (" too few to compare." in " ".join(told[code])) == (code in few)
    assert all(re.fullmatch(r"[^.]*(\.\d[^.]*)* too few to compare\.", " ".join(told[code])) for code in few)


@pytest.mark.shared
def test_hidden_figures_are_shown_as_bounds_or_words_and_never_as_a_zero(
    shared_dfe: Path, saved_dfe: Path, tmp_path: Path
) -> None:
    wanted = Wanted(la_code="212", published=str(shared_dfe), saved=str(saved_dfe))
    page = render_page_of(wanted, tmp_path / "212")
    (hidden,) = [
        row for row in page.years("assessments_within_45_working_days_pct") if row["period_end"] == "2024-03-31"
    ]
    cell = page.tree.xpath("//section[@id='measure-assessments_within_45_working_days_pct']//tbody/tr[1]/td[1]")[0]
    assert (hidden["status"], hidden["value"]) == ("incomplete", "")
    assert cell.text_content() == "hidden: 88.1% to 89.8%"  # 88.175% and 89.708%: 1,208 and 1,229 of 1,370


# The walker sees what it is there to see


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        pytest.param(figures_that_are_not_their_row, ">18.9</data>", ">18.8</data>", id="a digit off"),
        pytest.param(figures_that_are_not_their_row, ">2,093</data>", ">2093</data>", id="no thousands separator"),
        pytest.param(figures_that_are_not_their_row, ">31.3%</data>", ">31.3</data>", id="no per cent sign"),
        pytest.param(figures_that_are_not_their_row, ">142nd</data>", ">142th</data>", id="a wrong ordinal"),
        pytest.param(figures_that_are_not_their_row, 'value="18.9"', 'value="19"', id="software reads another number"),
        pytest.param(figures_that_are_not_their_row, 'data-column="value"', 'data-column="values"', id="no column"),
        pytest.param(figures_that_are_not_their_row, "2025-09-30", "2026-09-30", id="no such period"),
        pytest.param(
            figures_that_are_not_their_row,
            'data-decimals="1">18.9<',
            'data-decimals="2">18.89<',
            id="decimals that nothing asks for",
        ),
        pytest.param(
            figures_that_are_not_their_row,
            'value="2068" data-measure="average_caseload" data-period-end="2024-09-30" data-column="numerator" '
            'data-decimals="0">2,068<',
            'value="2068.0" data-measure="average_caseload" data-period-end="2024-09-30" data-column="numerator" '
            'data-decimals="1">2,068.0<',
            id="decimals beside a part that has none",
        ),
        pytest.param(changes_told_in_the_wrong_direction, "Up by", "Down by", id="down for up"),
        pytest.param(
            values_said_to_have_moved_otherwise_than_they_did, ", down from ", ", up from ", id="up from for down from"
        ),
        pytest.param(
            values_said_to_have_moved_otherwise_than_they_did,
            " for three years running",
            " for four years running",
            id="a run too long",
        ),
        pytest.param(
            values_outside_that_print_as_the_edge, 'value="15.7" ', 'value="31.3" ', id="the edge prints as the value"
        ),
        pytest.param(values_outside_that_print_as_the_edge, "worse than in", "better than in", id="better for worse"),
        pytest.param(causes_that_are_claimed, " on the year before (", " due to leavers (", id="a cause"),
        pytest.param(an_opening_that_says_too_little_or_twice, "vacancies and ", "", id="one outside left out"),
        pytest.param(an_opening_that_says_too_little_or_twice, "worse than in", "unlike", id="a side not told"),
        pytest.param(
            an_opening_that_says_too_little_or_twice,
            "Also outside its",
            "Every measure that can be compared lies within its",
            id="all within, and one is not",
        ),
        pytest.param(
            figures_in_another_measures_section,
            '"average_caseload" data-period-end="2025-09-30" data-column="neighbour_median"',
            '"turnover_rate_pct" data-period-end="2025-09-30" data-column="neighbour_median"',
            id="a figure in the wrong section",
        ),
        pytest.param(numbers_without_a_reason, "<p>A case can be", "<p>7 cases can be", id="a number in words"),
        pytest.param(numbers_without_a_reason, "</data> of 10</td>", "</data> of 11</td>", id="eleven neighbours"),
        pytest.param(numbers_without_a_reason, "(model of 2025)", "(model of 2021)", id="the other model"),
        pytest.param(
            numbers_without_a_reason, "At 30 September 2025", "At 30 September 2026", id="a day not in the rows"
        ),
        pytest.param(
            captions_of_other_years,
            "England, 30 September 2017 to",
            "England, 30 September 2018 to",
            id="another first year",
        ),
        pytest.param(
            captions_of_other_years,
            "to 30 September 2025. Source",
            "to 30 September 2024. Source",
            id="another last year",
        ),
        pytest.param(
            numbers_without_a_reason, "45 working days or fewer", "46 working days or fewer", id="another limit"
        ),
        pytest.param(
            alternatives_that_are_not_their_row, ": 18.9 cases", ": 18.8 cases", id="alternative, a digit off"
        ),
        pytest.param(alternatives_that_are_not_their_row, "; England 15.2.", ".", id="alternative without England"),
        pytest.param(
            alternatives_that_are_not_their_row, "nine years with", "ten years with", id="alternative, years miscounted"
        ),
        pytest.param(
            alternatives_that_are_not_their_row,
            "of all ten neighbours",
            "of all five neighbours",
            id="too few neighbours",
        ),
        pytest.param(alternatives_that_are_not_their_row, "Up on the year", "Down on the year", id="wrong direction"),
        pytest.param(
            words_beside_a_chart_that_are_not_its_alternative, "<p>Line chart", "<p>Chart", id="other words beside"
        ),
        pytest.param(
            words_beside_a_chart_that_are_not_its_alternative, 'aria-details="', 'title="', id="words without a chart"
        ),
        pytest.param(charts_whose_label_is_not_the_row, ">18.9</text>", ">18.8</text>", id="chart label, a digit off"),
        pytest.param(words_of_a_machine, "<p>A case can be", "<p>nan can be", id="not a number"),
        pytest.param(words_of_a_machine, 'lang="en-GB"', 'lang="None"', id="None in an attribute"),
        pytest.param(what_comes_from_outside, "<p>A case can be", '<p><a href="//x">A case</a>', id="an address"),
        pytest.param(what_comes_from_outside, "default-src 'none'", "default-src *", id="a loose policy"),
        pytest.param(what_comes_from_outside, "</main>", "<script>1</script></main>", id="a script"),
        pytest.param(names_of_another_authority, "<h1>Tameside", "<h1>Oldham", id="another name"),
        pytest.param(measures_without_a_whole_section, "<figure>", "<div>", id="no chart and no words"),
        pytest.param(
            tables_that_leave_a_year_out,
            '<th scope="row">30 September 2020',
            '<th scope="row">1 May 2020',
            id="a year out",
        ),
    ],
)
def test_a_spoilt_page_is_found_out(
    carried_page: Page, rule: Callable[[Page], Iterator[str]], old: str, new: str
) -> None:
    assert old in carried_page.text
    spoilt = Page(**{**vars_of(carried_page), "text": carried_page.text.replace(old, new)})
    assert list(rule(spoilt))


def vars_of(page: Page) -> dict[str, object]:
    names = ("text", "rows", "la_code", "neighbour_model", "files")
    return {name: getattr(page, name) for name in names}


@pytest.mark.slow
@pytest.mark.shared
def test_the_pages_of_all_authorities_keep_every_rule(shared_dfe: Path, saved_dfe: Path, tmp_path: Path) -> None:
    asked = [
        *((authority.la_code, "") for authority in current_authorities()),
        *((la_code, "2025") for la_code in ("212", "314", "357", "420", "942")),
        *((la_code, "2019") for la_code in ("314", "357", "420", "838")),
        *((la_code, "2018") for la_code in ("835", "836", "837")),
        ("909", "2022"),
        ("928", "2020"),
    ]
    pages = [
        Wanted(la_code=la_code, period=period, published=str(shared_dfe), saved=str(saved_dfe))
        for la_code, period in asked
    ]
    assert len(pages) == 153 + 5 + 4 + 5
    # A process that was forked after polars ran a query hangs: these are spawned.
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as workers:
        faults = list(chain(*workers.map(faults_of, pages, [str(tmp_path)] * len(pages), chunksize=4)))
    assert faults == []
