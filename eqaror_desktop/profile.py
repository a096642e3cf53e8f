"""Where a station keeps everything: one directory (docs/architecture.md, *A profile*)."""

from __future__ import annotations

from pathlib import Path

from sync.values import Value
from sync.witness import Witness


class Profile(Value, frozen=True):
    """The places below one directory."""

    directory: Path

    @classmethod
    def at(cls, directory: Path | None) -> Profile:
        """Return the profile at ``directory``, or the person's own; makes it if it is not there.

        Raises:
            ProfileAway: there was one, and nothing of it is there: nothing is made.
            OSError: the directory cannot be made.
        """
        profile = cls.place(directory)
        profile.witness.require()
        profile.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return profile

    @classmethod
    def place(cls, directory: Path | None) -> Profile:
        """Return the same profile for reading: nothing is made, and nothing may be there."""
        if directory is None:
            from platformdirs import user_data_path

            directory = user_data_path("eqaror-desktop", appauthor=False)
        return cls(directory.absolute())

    @property
    def witness(self) -> Witness:
        """What this computer knows of the profile, whatever becomes of its directory."""
        from platformdirs import user_state_path

        known = user_state_path("eqaror-desktop", appauthor=False) / "profiles"
        return Witness(known, self.directory)

    @property
    def settings(self) -> Path:
        """The office's settings; only read."""
        return self.directory / "settings.toml"

    @property
    def chosen(self) -> Path:
        """What a person chose in the window."""
        return self.directory / "chosen.toml"

    @property
    def trust(self) -> Path:
        """The directory of trust anchors."""
        return self.directory / "trust"

    @property
    def trust_helpers(self) -> Path:
        """Certificates between and revocation lists from the registry; public, not trusted."""
        return self.directory / "helpers.pem"

    @property
    def trust_bundle(self) -> Path:
        """The registry's last word about certificates, as it came; public, signed."""
        return self.directory / "trust.json"
