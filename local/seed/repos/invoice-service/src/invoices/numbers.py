from datetime import date
from threading import Lock


class NumberSeries:
    """Gives invoice numbers without gaps, one series a year."""

    def __init__(self, prefix: str = "INV") -> None:
        self._prefix = prefix
        self._last: dict[int, int] = {}
        self._lock = Lock()

    def take(self, day: date) -> str:
        with self._lock:
            number = self._last.get(day.year, 0) + 1
            self._last[day.year] = number
        return f"{self._prefix}-{day.year}-{number:06d}"
