"""The table of what belongs to the installation as a whole: one row."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from showcase.kernel.base import Base


class Installation(Base):
    """One row. `generation` grows with every change of content, so that each process knows its copy is old."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    generation: Mapped[int] = mapped_column(default=1)
    last_backup_at: Mapped[datetime | None]
    # What `/`, the jurors' lists and the commands open; organizers choose it. None: the first that is no archive.
    current_exhibition_id: Mapped[int | None] = mapped_column(
        ForeignKey("exhibition.id", ondelete="RESTRICT", name="fk_installation_current_exhibition_id")
    )
    # The address that the server was last started with; commands print it. Empty: no server was started yet.
    served_at_url: Mapped[str] = mapped_column(String(300), default="", server_default="")
    # Whether organizers must have a second factor; asked of them when they sign in.
    second_factor_required: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Which secret key the phones' cookies were signed with (installation/identity.py); none before the first start.
    key_fingerprint: Mapped[str | None] = mapped_column(String(64))
