"""What can tell that a return is wrong, declared beforehand and apart from the gate.

In: nothing; these are facts of the datasets. Out: for each column, what holds its cells; and for each that nothing
holds, why not. `classify.py` applies them to a corruption. Tolerances are in thousands of pounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ROUNDING = Decimal(1)
"""Lines may miss a printed total by one, since each was rounded by itself."""

JUMP = 10
"""A variance that is so many times what it was last month (or a part of it so small) is no plausible one."""

MATERIAL = 100
"""What moved by less than one part in so many of all amounts together is too small for last month to tell."""


@dataclass(frozen=True)
class Identity:
    """On each line, `whole` is the sum of `parts`. Judged where none of them is empty."""

    dataset: str
    whole: str
    parts: tuple[str, ...]
    says: str


IDENTITIES = (
    Identity(
        "forecast",
        "revised_contract_sum_gbp_k",
        ("contract_sum_gbp_k", "change_requests_gbp_k"),
        "contract sum + change requests = revised contract sum",
    ),
    Identity(
        "forecast",
        "projected_outturn_gbp_k",
        ("revised_contract_sum_gbp_k", "variance_gbp_k"),
        "revised contract sum + variance = projected outturn",
    ),
    Identity("savings", "target_gbp_k", ("red_gbp_k", "amber_gbp_k", "green_gbp_k"), "red + amber + green = target"),
    Identity(
        "savings",
        "stated_total_gbp_k",
        ("amber_gbp_k", "green_gbp_k", "mitigations_gbp_k"),
        "amber + green + mitigations = stated total",
    ),
)

BENEFITS = ("benefit_this_year", "benefit_next_year", "benefit_in_plan")
"""What a project is to save: each is said in one column, with its amount in another."""

TOGETHER: dict[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "programme": (
        ("business_case", ("date", "due"), "business_case_month"),
        *((name, ("amount",), f"{name}_gbp_k") for name in BENEFITS),
        ("overlap_with", (), "overlap_gbp_k"),
        ("savings_match", (), "savings_ref"),
    )
}
"""On each line, a word (or, without words, anything at all) stands in one column where, and only where, the other is
filled in."""

VOCABULARY: dict[tuple[str, str], tuple[str, ...]] = {
    ("forecast", "level"): ("heading", "group"),
    ("adjustments", "kind"): ("agreed_funding", "outside_contract", "disputed_income", "not_in_forecast"),
    ("adjustments", "recurring"): ("yes", "no"),
    ("savings", "in_forecast"): ("yes", "no"),
    ("ratings", "rating"): ("red", "amber", "green"),
    ("ratings", "previous"): ("red", "amber", "green"),
    ("savings", "still_to_earn"): ("yes", "no"),
    ("workforce", "measure"): (
        *("agency_headcount", "agency_share", "agency_premium", "agency_cost", "vacancy_factor"),
        "supporting_families_risk",
    ),
    ("workforce", "unit"): ("count", "share", "gbp_k"),
    ("front_door", "measure"): (
        "contacts_a_year",
        "contact_share",
        "outcome_share",
        "re_referrals",
        "conversion_target",
    ),
    ("front_door", "unit"): ("count", "share"),
    ("controls", "unit"): ("gbp_k", "count"),
    ("placements", "type"): ("Residential", "Supported accommodation", "Fostering", "Over 18s", "Own homes"),
    ("placements", "measure"): (
        *("packages", "beds", "beds_filled", "new_beds", "new_beds_planned", "beds_blocked"),
        *("weekly_cost", "annual_cost", "dearest_above", "age_from", "age_to"),
    ),
    ("placements", "own"): ("yes", "no"),
    ("mitigations", "in_forecast"): ("yes", "no"),
    ("funders", "measure"): ("reserve", "contingency", "owed_to_body", "owed_by_body"),
    ("placements", "unit"): ("count", "gbp_per_week", "gbp", "years"),
    ("care_statistics", "type"): ("All types", "Residential", "Supported accommodation", "Fostering", "Over 18s"),
    ("care_statistics", "measure"): ("weekly_cost", "children"),
    ("care_statistics", "unit"): ("gbp_per_week", "count"),
    ("workforce_statistics", "geographic_level"): ("National", "Regional", "Local authority"),
    ("workforce_statistics", "symbol"): ("c", "z", "x", "u", "low"),
    ("workforce_statistics", "unit"): ("fte", "share", "cases"),
    ("benefits", "measure"): (
        "children",
        "opportunities",
        "interventions",
        "foster_carers",
        "saving",
        "scenario",
        "investment",
        "weekly_cost",
        "cohort",
    ),
    ("benefits", "stage"): (
        "assessed",
        "opportunity_identified",
        "helped",
        "verified",
        "identified",
        "realised",
        "delivered",
        "leads",
        "enquiries",
        "pre_assessment",
        "stage_1",
        "stage_2",
        "panel",
        "approved",
        "target",
        "forecast",
        "in_contract_sum",
        "agreed",
        "stated",
        "cost",
        "part_funded",
        "grant",
    ),
    ("benefits", "unit"): (
        "children",
        "opportunities",
        "interventions",
        "leads",
        "enquiries",
        "households",
        "gbp",
        "gbp_per_week",
    ),
    ("programme", "stage"): ("concept", "define", "design", "delivery"),
    ("programme", "rag"): ("red", "amber", "green"),
    ("programme", "risk"): ("up", "down"),
    ("programme", "business_case"): ("date", "due", "to_be_confirmed", "not_applicable"),
    **{("programme", name): ("amount", "to_be_confirmed", "none", "not_applicable") for name in BENEFITS},
    ("programme", "savings_match"): ("name", "subject"),
    ("compared", "geographic_level"): ("National", "Regional", "Local authority"),
    ("compared", "symbol"): ("c", "z", "x", "u", "low"),
    ("compared", "unit"): ("share", "cases", "fte", "count"),
    ("claims", "unit"): (
        *("gbp", "gbp_k", "gbp_m", "gbp_per_week"),
        *("share", "count", "fte", "months", "years", "children", "date"),
    ),
    ("claims", "bound"): ("below", "at_most", "at_least", "above"),
    ("assurance", "kind"): ("area", "risk"),
    ("assurance", "awaits"): ("year_end",),
    ("assurance", "status"): ("completed", "completed_subject_to", "in_progress"),
    ("oversight", "place"): ("here", "elsewhere"),
    ("oversight", "kind"): ("inspection", "judgement", "review", "change", "concern"),
    ("oversight", "status"): ("happened", "expected"),
    ("contract_blocks", "kind"): ("in_sum", "set_aside", "taken_off"),
    ("outturns", "against"): ("original", "revised", "not stated"),
    ("outturns", "status"): ("audited", "provisional", "press", "forecast"),
    ("comparators", "unit"): ("gbp", "gbp_k", "share", "share of vacancies", "count"),
}
"""Closed sets of words. Headings, sources and references to savings are read from where they are declared."""

UNIT_OF_MEASURE = {
    "workforce": {
        "agency_share": "share",
        "agency_premium": "share",
        "agency_headcount": "count",
        "agency_cost": "gbp_k",
        "vacancy_factor": "gbp_k",
        "supporting_families_risk": "gbp_k",
    },
    "front_door": {
        "contacts_a_year": "count",
        "contact_share": "share",
        "outcome_share": "share",
        "re_referrals": "count",
        "conversion_target": "share",
    },
    "placements": {
        "packages": "count",
        "new_beds": "count",
        "beds_blocked": "count",
        "weekly_cost": "gbp_per_week",
        "annual_cost": "gbp",
        "dearest_above": "gbp",
        "age_from": "years",
        "age_to": "years",
    },
    "care_statistics": {"weekly_cost": "gbp_per_week", "children": "count"},
}
"""The unit that each measure has, where a dataset names measures."""
BEDS = ("beds", "beds_filled", "new_beds", "new_beds_planned", "beds_blocked")
"""Measures of the trust's own homes only."""
WHOLE = (*BEDS, "age_from", "age_to")
"""Measures of placements that are whole numbers."""

PATTERNS: dict[tuple[str, str], str] = {
    ("programme", "business_case_month"): r"\d{4}-(0[1-9]|1[0-2])",
    ("claims", "period"): r"\d{4}(-\d{2}){0,2}|\d{4}-\d{2}-P(0[1-9]|1[0-2])",
    ("contract_sums", "year"): r"\d{4}-\d{2}",
    ("workforce_statistics", "time_period"): r"\d{4}",
    ("workforce_statistics", "area_code"): r"E\d{8}( / E\d{8})*",
    **{("actions", name): r"\d{4}-(0[1-9]|1[0-2])(-\d{2})?" for name in ("due", "done")},
    ("activity", "month"): r"\d{4}-(0[1-9]|1[0-2])|\d{4}-\d{2}-P(0[1-9]|1[0-2])",
    **{("activity", name): r"\d+" for name in ("at_start", "entries", "exits", "nights", "places")},
    ("activity", "weekly_price_gbp"): r"\d+(\.\d{1,2})?",
    ("benefits", "step"): r"[1-9]\d?",
    ("benefits", "as_at"): r"\d{4}-\d{2}(-\d{2})?",
    ("trackers", "year"): r"\d{4}-\d{2}",
    ("ratings", "as_at"): r"\d{4}-\d{2}(-\d{2})?",
    ("contract_blocks", "year"): r"\d{4}-\d{2}",
    ("outturns", "year"): r"\d{4}-\d{2}",
    ("outturns", "as_at"): r"\d{4}-\d{2}-P(0[1-9]|1[0-2])",
    ("cost_drivers", "named"): r"\d{4}(-\d{2}){0,2}",
    ("compared", "time_period"): r"\d{4}(-\d{2})?",
    ("compared", "area_code"): r"E\d{8}( / E\d{8})*",
    ("sources", "published_on"): r"\d{4}(-\d{2}(-\d{2})?)?",
    ("controls", "decimals"): r"-?\d{1,2}",
    ("claims", "decimals"): r"-?\d{1,2}",
    **{(name, "decimals"): r"[0-3]" for name in ("contract_sums", "outturns", "comparators")},
}
YEARS = (
    *(("claims", "period"), ("contract_sums", "year"), ("contract_blocks", "year")),
    *(("outturns", "year"), ("outturns", "as_at")),
)
"""Cells that begin with a financial year, which ends a year after it begins."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "forecast": ("level", "heading", "variance_gbp_k"),
    "adjustments": ("item", "kind", "amount_gbp_k"),
    "savings": ("ref", "proposal", "target_gbp_k"),
    "controls": ("dataset", "column", "scope", "value", "unit", "decimals"),
    "actuals": ("heading",),
    "workforce": ("team", "measure", "value", "unit"),
    "front_door": ("part", "measure", "value", "unit"),
    "placements": ("type", "measure", "value", "unit"),
    "activity": ("care_type", "provider", "month", "at_start", "entries", "exits", "nights", "weekly_price_gbp"),
    "care_statistics": ("area", "type", "measure", "value", "unit", "as_at"),
    "mitigations": ("measure", "amount_gbp_k"),
    "funders": ("funder", "measure", "name", "amount_gbp_k", "as_at"),
    "benefits": ("measure", "value", "unit", "as_at"),
    "trackers": ("tracker", "benefit", "amount_gbp_k"),
    "ratings": ("aspect", "as_at"),
    "programme": ("project",),
    "recommendations": ("item", "text"),
    "actions": ("action", "due", "done"),
    "claims": ("claim_id", "metric", "locator", "value", "unit", "decimals"),
    "contract_sums": ("year", "original_gbp_k", "status", "basis"),
    "contract_blocks": ("year", "item", "kind", "amount_gbp_k", "basis"),
    "outturns": ("year", "body", "scope", "over_gbp_k", "against", "status", "basis"),
    "cost_drivers": ("driver", "named", "basis"),
    "comparators": ("body", "measure", "value", "unit", "basis"),
    "workforce_statistics": ("time_period", "geographic_level", "area_code", "area_name", "measure", "unit"),
    "assurance": ("kind", "item"),
    "oversight": ("place", "body", "kind", "event", "status"),
    "compared": ("time_period", "geographic_level", "area_name", "measure", "unit"),
    "sources": ("source_id", "title", "publisher"),
}
REQUIRED_OF_A_HEADING = (
    "contract_sum_gbp_k",
    "change_requests_gbp_k",
    "revised_contract_sum_gbp_k",
    "projected_outturn_gbp_k",
)
"""What a forecast by heading must say; one by summary group may leave it out."""

NOT_BELOW_ZERO = (
    ("savings", ("target_gbp_k", "red_gbp_k", "amber_gbp_k", "green_gbp_k", "mitigations_gbp_k", "stated_total_gbp_k")),
    ("workforce", ("value",)),
    ("front_door", ("value",)),
    ("placements", ("value",)),
    ("activity", ("at_start", "entries", "exits", "nights", "weekly_price_gbp", "places")),
    ("mitigations", ("amount_gbp_k", "confidence")),
    ("funders", ("amount_gbp_k", "committed_gbp_k", "days_overdue")),
    ("care_statistics", ("value",)),
    ("workforce_statistics", ("value",)),
    ("benefits", ("value",)),
    ("trackers", ("amount_gbp_k",)),
    ("programme", (*(f"{name}_gbp_k" for name in BENEFITS), "overlap_gbp_k")),
    ("compared", ("value", "lower", "same", "of", "without", "lowest")),
    ("contract_sums", ("original_gbp_k",)),
    ("assurance", ("amount_gbp_k",)),
    ("contract_blocks", ("amount_gbp_k", "non_recurring_gbp_k")),
)
SHARES = ("workforce", "front_door", "comparators")
"""Datasets where a value whose unit is a share (of anything) lies between 0 and 1."""

PRESSURE = ("agreed_funding", "outside_contract", "disputed_income")
POSITION = {"pressure_gbp_k": PRESSURE, "call_gbp_k": (*PRESSURE, "not_in_forecast")}
"""What adds up to a total of the position, beside the variances."""

_MADE_GOOD = "within the rounding of the printed total, or made good on a line of like size: last month cannot tell"
FREE: tuple[tuple[str, str, str], ...] = (
    ("*", "note", "free text: only the paper can tell"),
    ("*", "warning", "free text: only the paper can tell"),
    ("*", "locator", "free text: only the paper can tell"),
    ("*", "source_id", "another paper that is registered, or none: only the paper can tell"),
    ("forecast", "heading", "figures under another heading of the group: no earlier period reports by heading"),
    ("forecast", "movement_gbp_k", "the paper lacks a movement of the same group, so the movements cannot be added up"),
    ("forecast", "variance_gbp_k", _MADE_GOOD),
    ("forecast", "*_gbp_k", "a group-level line reports nothing to hold it against"),
    ("adjustments", "item", "a name: only the paper can tell"),
    ("adjustments", "amount_gbp_k", _MADE_GOOD),
    ("adjustments", "kind", "the totals stay the same, and no earlier return has the item"),
    ("adjustments", "recurring", "yes or no: only the paper can tell"),
    ("adjustments", "recurring_basis", "free text: our reason, which no other file repeats"),
    ("adjustments", "savings_ref", "another saving with the same red"),
    ("savings", "ref", "another name for a line that no other file names"),
    ("savings", "proposal", "a name: only the paper can tell"),
    ("savings", "sro", "a name: only the paper can tell"),
    ("savings", "in_forecast", "a saving with no red: nothing is in or out of the forecast"),
    ("savings", "still_to_earn", "what a comment of the paper says: only the paper can tell"),
    ("savings", "*_gbp_k", "every line and every printed total stays the same"),
    ("controls", "value", "within the rounding of what was printed"),
    ("controls", "decimals", "nothing else says to how many places a total was printed"),
    ("controls", "scope", "the same total in other words"),
    ("controls", "*", "no earlier return prints this total, so that nothing misses it"),
    ("actuals", "*", "within the totals that the paper prints and its forecast: only the paper can tell"),
    ("workforce", "team", "a name: only the paper can tell"),
    ("workforce", "value", "an isolated figure: one that is within its range is as plausible as any"),
    ("workforce", "as_at", "a date: only the paper can tell"),
    ("workforce", "*", "an isolated line: no total and no earlier return holds it"),
    ("front_door", "part", "a name: only the paper can tell"),
    ("front_door", "value", "an isolated figure: one that is within its range is as plausible as any"),
    ("front_door", "as_at", "a date: only the paper can tell"),
    ("front_door", "*", "an isolated line: no total and no earlier return holds it"),
    ("placements", "value", "an isolated figure, or packages of other types by as much: only the paper can tell"),
    ("placements", "*", "an isolated line, or a name that another line could have: only the paper can tell"),
    ("activity", "weekly_price_gbp", "a price within half of the last one of its line: as plausible as any"),
    ("activity", "nights", "between the fewest and the most that the placements of the month can have"),
    ("activity", "*", "the months still follow from each other, or nothing states the month before"),
    ("mitigations", "relates_to", "another item or saving of the return: only the paper can tell"),
    ("mitigations", "*", "what is planned, and how sure it is: only the paper can tell"),
    ("funders", "*", "an isolated figure of a council: only the paper can tell"),
    ("care_statistics", "*", "an isolated figure of another year or place"),
    ("benefits", "part", "a name: only the paper can tell"),
    ("benefits", "value", "no stage before or after it, and no total, is passed: as plausible as any"),
    ("benefits", "*", "an isolated line: no total and no earlier return holds it"),
    ("ratings", "*", "a programme's rating of itself: only the paper can tell"),
    ("trackers", "*", "what one tracker says: the trackers disagree, so none can hold another"),
    ("recommendations", "*", "free text, or its letter: only the paper can tell"),
    ("actions", "*", "what a meeting agreed, and what became of it: only its minutes can tell"),
    ("programme", "*_gbp_k", "an isolated figure: the paper prints no total of the programme"),
    ("programme", "savings_ref", "another saving, which no other project carries: only the paper can tell"),
    ("programme", "savings_match", "one of two words: only the paper can tell"),
    ("programme", "business_case_month", "a date: only the paper can tell"),
    ("programme", "*", "a name or a word for one project: only the paper can tell"),
    ("claims", "claim_id", "a name: only its author can tell"),
    ("claims", "metric", "the gate knows no metrics: the tie-out says 'not checkable'"),
    ("claims", "label", "free text: only the paper can tell"),
    ("claims", "value", "the gate takes a claim as the paper states it: the tie-out holds it against the data"),
    ("claims", "*", "the gate takes a claim as the paper states it: the tie-out holds it against the data"),
    ("contract_sums", "*", "an isolated figure of a year that has no return"),
    (
        "contract_blocks",
        "*",
        "what stands beside the sum, or does not come again: only the paper can tell",
    ),
    ("outturns", "*", "an isolated figure of another year"),
    ("cost_drivers", "*", "a name, or another heading: only the paper can tell"),
    ("comparators", "value", "an isolated figure of another place or year"),
    ("comparators", "*", "an isolated line about another place or year"),
    ("workforce_statistics", "value", "an isolated figure: one that is within its range is as plausible as any"),
    ("workforce_statistics", "*", "an isolated line of another year or place: only the published file can tell"),
    ("assurance", "*", "an area or a risk by itself: only the paper can tell"),
    ("oversight", "*", "an event by itself: only the paper can tell"),
    ("compared", "*", "an isolated line of another year or place: only the published file can tell"),
    ("sources", "source_id", "a paper that no row names"),
    ("sources", "*", "free text: only the paper can tell"),
)
"""Why nothing can tell, by dataset and column; the first that fits is taken."""
