"""Tables that nothing was ever kept in go: conversations and drafts are the desk's own files."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.drop_table("messages")
    op.drop_table("drafts")
