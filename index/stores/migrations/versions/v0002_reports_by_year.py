"""Current reports of a year are found without reading all of them."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("reports_by_year", "reports", ["year", "current"])
