"""A synthetic paper of an invented council: every figure and name in it is made up."""

import datetime

from trustbook.committee.model import (
    Answer,
    Appendix,
    Change,
    Column,
    Figure,
    Paper,
    Paragraph,
    Picture,
    Row,
    Section,
    Table,
    TitleBlock,
)

HOSTILE = "{{ title }} {% if %} <b>&amp;</b> \x07\x0b\u202e ]]> {_{ x }_} “quoted”\nand a second line"
"""What a text of a return may have in it."""
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="240" viewBox="0 0 600 240">'
    '<rect width="600" height="240" fill="#fff"/><rect x="20" y="60" width="420" height="60" fill="#1f3a5f"/>'
    '<text x="20" y="40" font-size="18" font-family="Liberation Sans, Arial, sans-serif">'
    "Synthetic overspend by month, £m</text></svg>"
)
NOTE = "£m, April to December 2030"
WAITING = "[To be written: what was decided, by the legal adviser]"
CHART = Picture("forecast", "Forecast overspend by month", "A bar for each month; it grows to £1.23m.", DRAWING, NOTE)


def words(*texts):
    return tuple(Paragraph(text, to_write=text.startswith("[To be")) for text in texts)


PARTS = (
    Section("finance", "Resources, financial and transformation", words("The overspend is £1.230m.", "It is shared.")),
    Section("legal", "Legal and governance", words(WAITING)),
    Section("crime", "Crime and disorder impact", words("None for this synthetic paper.")),
)
SECTIONS = (
    Section("purpose", "Purpose of report", words("This synthetic report gives the forecast at Month 9.")),
    Section(
        "executive_summary", "Executive summary", words("The forecast is £1.230m over.", f"The note says {HOSTILE}.")
    ),
    Section(
        "recommendations",
        "Recommendations",
        (
            Paragraph("It is recommended that the committee:"),
            Paragraph("notes the forecast overspend of £1.230m;", ("forecast.pressure",), is_item=True),
            Paragraph("asks for a plan by June.", is_item=True),
        ),
        (
            Section("reasons", "Reasons for recommendations", words("So that the plan is known.")),
            Section("alternatives", "Alternative options considered", words("To wait, which costs more.")),
        ),
    ),
    Section("background", "Report background", words("The company was founded for this test.")),
    Section("implications", "Implications (including financial implications)", (), PARTS),
    Section("background_papers", "Background papers", words("None.")),
)
AMOUNTS = (Column("Heading"), Column("Contract sum", True), Column("Projected outturn", True), Column("Variance", True))
POSITION = Table(
    "position_by_heading",
    "Forecast position by heading at Month 9, £000s",
    AMOUNTS,
    (
        Row(("Staffing & agency", "12,000", "12,900", "900")),
        Row(("Placements <residential>", "20,100", "20,430", "330")),
        Row(("Transport", "", "", "")),
        Row(("Total", "32,100", "33,330", "1,230"), is_total=True),
    ),
    ("The return does not report transport.",),
)
WARNINGS = Table(
    "data_warnings",
    "Data warnings",
    (Column("Number", True), Column("Where"), Column("Warning"), Column("Accepted because")),
    (Row(("1", "forecast.csv, line 4", "the line has no figures " * 8, "")),),
)
PAPER = Paper(
    period="2030-31-P09",
    label="Month 9 of 2030/31 (December 2030)",
    body="Northfold Children's Company (synthetic)",
    edition="Draft",
    block=TitleBlock(
        meeting="Children & Families Committee",
        date=datetime.date(2031, 2, 4),
        item="7",
        title="Finance report of Month 9 <synthetic>",
        authors=("Ada Example, Finance Director, ada@example.org", "Ben Sample, Analyst, ben@example.org"),
        lead_members=(),
        answers=(
            Answer("key_decision", "Key decision", False),
            Answer("call_in", "Is the decision eligible for call-in by scrutiny?", None),
            Answer("equality_duty", "Are there public sector equality duty implications?", True, "see section 5"),
            Answer("exempt", "Does the report contain confidential or exempt information?", False),
        ),
    ),
    sections=SECTIONS,
    appendices=(
        Appendix(
            "A",
            "Forecast position",
            words("The position as the return reports it."),
            (POSITION,),
            (
                Picture(
                    "forecast",
                    "Forecast overspend by month",
                    "A bar for each month; it grows to £1.23m.",
                    DRAWING,
                    NOTE,
                ),
            ),
        ),
        Appendix("B", "Savings", words("The return reports no savings.")),
        Appendix("C", "Data warnings and contradictions", (), (WARNINGS,)),
    ),
    figures=(
        Figure("forecast.pressure", "£1.230m", 1230, "gbp_k", "Pressure", "notebooks/forecast-trend.html"),
        Figure("savings.target", "£0.400m", 400, "gbp_k", "Savings planned", "notebooks/savings-rag.html"),
    ),
    changes=(Change("Pressure", "forecast.pressure", "£1.200m", "£1.230m"),),
)
