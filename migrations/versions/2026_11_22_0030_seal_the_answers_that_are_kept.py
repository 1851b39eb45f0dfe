"""Seal the answers that are kept for repeated commands.

They are forgotten after a day, so the table is made anew instead of carried over.
"""

import sqlalchemy as sa
from alembic import op

revision = "2c41d60be7f3"
down_revision = "7818a8ead9cd"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("idempotency_keys")
    _make(
        sa.Column("command", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("idempotency_keys")
    _make(
        sa.Column("door", sa.String(length=120), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
    )


def _make(*columns: sa.Column[object]) -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        *columns,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint("key", name=op.f("uq_idempotency_keys_key")),
    )
