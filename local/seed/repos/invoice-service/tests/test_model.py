from datetime import date
from decimal import Decimal

from invoices.model import Invoice, Line


def invoice(*lines: Line) -> Invoice:
    return Invoice("INV-2026-000001", "Acme", date(2026, 1, 2), Decimal("0.19"), lines)


def test_adds_tax_to_the_net_amount() -> None:
    assert invoice(Line("Mug", 2, Decimal("10.00"))).total == Decimal("23.80")


def test_rounds_half_a_cent_up() -> None:
    assert Line("Stamp", 1, Decimal("0.125")).amount == Decimal("0.13")
