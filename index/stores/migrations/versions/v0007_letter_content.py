"""What a report said that was sent back, so that the same in another format is no answer."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("letters", sa.Column("content", sa.String(64), nullable=False, server_default=""))
