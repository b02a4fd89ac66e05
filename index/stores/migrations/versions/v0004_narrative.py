"""The narrative as rows: items, counted statements, sentences, and how people group items.

A report kept before has none of them yet; they are made when the library is first asked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "items",
        *_of_report(),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("about", sa.Integer),
        sa.Column("at", sa.Text),
    )
    op.create_table(
        "counts",
        *_of_report(),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("unit", sa.String(20), nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("approximate", sa.Boolean, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("at", sa.Text),
    )
    op.create_table(
        "sentences",
        *_of_report(),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.Text),
    )
    op.create_table(
        "groupings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("joined", sa.Boolean, nullable=False),
        sa.Column("one", sa.Text, nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("when", sa.String(32), nullable=False),
    )


def _of_report() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("report_id", sa.String(40), sa.ForeignKey("reports.id"), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("section", sa.Integer, nullable=False),
    )
