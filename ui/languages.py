"""The four languages: their names, locales, and changing between them while the window is open."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

LANGUAGES = {
    "uz": "Oʻzbekcha",
    "uz_Cyrl": "Ўзбекча",
    "ru": "Русский",
    "en": "English",
}
"""Codes as in the translation files' names, with each language's own name."""

_LOCALES = {
    "uz": (QLocale.Language.Uzbek, QLocale.Script.LatinScript),
    "uz_Cyrl": (QLocale.Language.Uzbek, QLocale.Script.CyrillicScript),
    "ru": (QLocale.Language.Russian, QLocale.Script.CyrillicScript),
    "en": (QLocale.Language.English, QLocale.Script.LatinScript),
}
# Of English in Uzbekistan Qt makes American, whose weeks begin on Sunday and dates with the month.
_COUNTRIES = {"en": QLocale.Country.UnitedKingdom}


def spoken() -> str:
    """Return the code of the language that is spoken; English before any."""
    locale = QLocale()
    if locale.language() is QLocale.Language.Russian:
        return "ru"
    if locale.language() is not QLocale.Language.Uzbek:
        return "en"
    return "uz_Cyrl" if locale.script() is QLocale.Script.CyrillicScript else "uz"


class Speech:
    """The application's current language; one object for the life of the application."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._translator: QTranslator | None = None
        self._standard: QTranslator | None = None
        self._data = b""

    def speak(self, language: str, compiled: bytes) -> bool:
        """Change the language of everything that is shown.

        Args:
            language: one of :data:`LANGUAGES`.
            compiled: the compiled translation (.qm) of that language.

        Returns:
            Whether the translation could be read; if not, the language stays as it was.
        """
        # Without a parent: one that is no longer installed would stay until the application ends.
        translator = QTranslator()
        if not translator.load(compiled):
            return False
        # Locale first: widgets format dates while they hear of the new language.
        country = _COUNTRIES.get(language, QLocale.Country.Uzbekistan)
        QLocale.setDefault(QLocale(*_LOCALES[language], country))
        self.be_silent()
        # Qt reads from these very bytes as long as the translator lives.
        self._data = compiled
        self._translator = translator
        self._standard = self._words_of_qt(language)
        return self._application.installTranslator(translator)

    def _words_of_qt(self, language: str) -> QTranslator | None:
        """Install what Qt's own menus and dialogs say, where Qt knows the language."""
        translator = QTranslator()
        place = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        # English is in the sources; Uzbek, which Qt lacks, is part of our own file.
        if language in {"uz", "uz_Cyrl", "en"} or not translator.load(f"qtbase_{language}", place):
            return None
        self._application.installTranslator(translator)
        return translator

    def be_silent(self) -> None:
        """Take the translation away: the sources' own English remains."""
        for installed in (self._translator, self._standard):
            if installed is not None:
                self._application.removeTranslator(installed)
        self._translator = self._standard = None
