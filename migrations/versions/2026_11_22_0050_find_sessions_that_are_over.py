"""Find sessions that are over without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "9b7e50c2a184"
down_revision = "2c41d60be7f3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_auth_sessions_open",
        "auth_sessions",
        ["expires_at"],
        sqlite_where=sa.text("revoked_at IS NULL"),
        postgresql_where=sa.text("revoked_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_auth_sessions_open", table_name="auth_sessions")
