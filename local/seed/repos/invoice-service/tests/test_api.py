from fastapi.testclient import TestClient

from invoices.api import app

client = TestClient(app)


def test_escapes_what_customers_write() -> None:
    lines = [{"text": "<b>Mug</b>", "quantity": 1, "unit_price": "5"}]
    answer = client.post("/invoices", json={"customer": "A & B", "lines": lines})
    assert answer.status_code == 201
    assert "&lt;b&gt;Mug&lt;/b&gt;" in answer.text


def test_refuses_an_empty_quantity() -> None:
    lines = [{"text": "Mug", "quantity": 0, "unit_price": "5"}]
    assert client.post("/invoices", json={"customer": "A", "lines": lines}).status_code == 422
