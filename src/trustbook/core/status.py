"""Say how firm the figures of a period are: a forecast, or where the year ended, before the audit or after it."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How firm a period's figures are; the value is what its parameters say."""

    FORECAST = "forecast"
    PROVISIONAL = "provisional_outturn"
    FINAL = "final_outturn"

    @property
    def words(self) -> str:
        """`forecast`, `provisional outturn`, `final outturn`."""
        return self.value.replace("_", " ")

    @property
    def is_outturn(self) -> bool:
        """Whether the year has ended."""
        return self is not Status.FORECAST

    @property
    def firmness(self) -> str:
        """The same as the outturns of other papers call it: `forecast`, `provisional` or `audited`."""
        return {Status.PROVISIONAL: "provisional", Status.FINAL: "audited"}.get(self, "forecast")

    def choose(self, forecast: str, outturn: str) -> str:
        """Choose the words that fit a year under way, or one that has ended."""
        return outturn if self.is_outturn else forecast
