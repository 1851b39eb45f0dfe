"""Demo secrets: made once, readable by their owner only, kept in the data directory."""

import json
import os
import secrets
from pathlib import Path

NAMES = ("secret_key", "field_key", "media_key")


def load_or_make(data_dir: Path) -> dict[str, str]:
    """The secrets in `data_dir/secrets.json`; missing ones are made and written first.

    Two processes may start at once: the file appears by an exclusive link, so both read the same.
    """
    path = data_dir / "secrets.json"
    data_dir.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = data_dir / f".secrets-{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({name: secrets.token_urlsafe(48) for name in NAMES}))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # The other process was first; its secrets are the ones.
        finally:
            draft.unlink()
    return dict(json.loads(path.read_text()))
