"""The small library that plans are carried out in."""

from tests.ask.conftest import county  # noqa: F401 - a fixture
