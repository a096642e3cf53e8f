"""Where a station keeps everything: one directory (docs/architecture.md, *A profile*)."""

from __future__ import annotations

from pathlib import Path

from eqaror_desktop.errors import NotConfigured
from sync.values import Value
from sync.witness import Witness


def own_place(name: str) -> Path:
    """Return the directory of this person for something of this name.

    Raises:
        NotConfigured: the system knows no home directory of this person.
    """
    from platformdirs import user_data_path

    try:
        return user_data_path(name, appauthor=False)
    except RuntimeError as error:
        raise NotConfigured("home") from error


class Profile(Value, frozen=True):
    """The places below one directory."""

    directory: Path

    @classmethod
    def at(cls, directory: Path | None) -> Profile:
        """Return the profile at ``directory``, or the person's own; makes it if it is not there.

        Raises:
            ProfileAway: there was one, and nothing of it is there: nothing is made.
            NotConfigured: none was named, and this person has no home directory; or its name is
                not UTF-8.
            OSError: the directory cannot be made.
        """
        profile = cls.place(directory)
        profile.witness.require()
        profile.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        return profile

    @classmethod
    def place(cls, directory: Path | None) -> Profile:
        """Return the same profile for reading: nothing is made, and nothing may be there.

        Raises:
            NotConfigured: as :meth:`at`.
        """
        if directory is None:
            directory = own_place("eqaror-desktop")
        try:
            str(directory).encode()
        except UnicodeEncodeError as error:
            # The database opens no file of such a name.
            raise NotConfigured("name") from error
        return cls(directory.absolute())

    @property
    def witness(self) -> Witness:
        """What this computer knows of the profile, whatever becomes of its directory.

        Of somebody without a home directory it knows nothing else: that stands in the profile.
        """
        from platformdirs import user_state_path

        try:
            known = user_state_path("eqaror-desktop", appauthor=False) / "profiles"
        except RuntimeError:
            known = self.directory / "profiles"
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
