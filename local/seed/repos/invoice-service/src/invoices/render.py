from jinja2 import Environment, select_autoescape

from invoices.model import Invoice

PAGE = """<!doctype html>
<title>{{ invoice.number }}</title>
<h1>Invoice {{ invoice.number }}</h1>
<p>{{ invoice.customer }}, {{ invoice.issued.isoformat() }}</p>
<table>
{% for line in invoice.lines %}<tr><td>{{ line.quantity }} × {{ line.text }}</td><td>{{ line.amount }}</td></tr>
{% endfor %}</table>
<p>Total {{ invoice.total }} (tax {{ invoice.tax }})</p>
"""

_environment = Environment(autoescape=select_autoescape(default=True))


def render(invoice: Invoice) -> str:
    return _environment.from_string(PAGE).render(invoice=invoice)
