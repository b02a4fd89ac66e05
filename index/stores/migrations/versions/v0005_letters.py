"""Reports sent back: to whom, when, by when to be answered, and what the letter found."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("due", sa.String(10), nullable=False),
        sa.Column("sent", sa.String(32), nullable=False),
        sa.Column("sent_by", sa.Text, nullable=False),
        sa.Column("answered", sa.String(32), nullable=False),
        sa.Column("answer", sa.String(64), nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
    )
    op.create_index("letters_by_year", "letters", ["year"])
