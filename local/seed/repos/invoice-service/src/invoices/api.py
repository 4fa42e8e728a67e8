from datetime import UTC, datetime
from decimal import Decimal

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, PositiveInt

from invoices.model import Invoice, Line
from invoices.numbers import NumberSeries
from invoices.render import render

app = FastAPI(title="invoice-service")
numbers = NumberSeries()


class NewLine(BaseModel):
    text: str
    quantity: PositiveInt
    unit_price: Decimal


class NewInvoice(BaseModel):
    customer: str
    tax_rate: Decimal = Decimal("0.19")
    lines: list[NewLine]


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/invoices", status_code=201, response_class=HTMLResponse)
def create(new: NewInvoice) -> str:
    today = datetime.now(UTC).date()
    lines = tuple(Line(line.text, line.quantity, line.unit_price) for line in new.lines)
    return render(Invoice(numbers.take(today), new.customer, today, new.tax_rate, lines))
