from datetime import date

from invoices.numbers import NumberSeries


def test_counts_without_gaps_and_starts_again_each_year() -> None:
    series = NumberSeries()
    assert [series.take(date(2026, 1, day)) for day in (1, 2)] == ["INV-2026-000001", "INV-2026-000002"]
    assert series.take(date(2027, 1, 1)) == "INV-2027-000001"
