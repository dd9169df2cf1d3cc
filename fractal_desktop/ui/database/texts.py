"""Figures and moments in the words of the database dialogs."""

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, QTimeZone


def data_size(size_bytes: int) -> str:
    """Return a size in the locale's form, "4.2 MB"."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def counted(number: int, one: str, many: str) -> str:
    """Return the number in the locale's form with the word that fits it."""
    return f"{QLocale().toString(number)} {one if number == 1 else many}"


def moment_text(moment: datetime) -> str:
    """Return an aware instant in the computer's zone and the locale's form: "5 Mar 2026 18:51"."""
    local = _local(moment)
    return f"{QLocale().toString(local.date(), 'd MMM yyyy')} {QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)}"


def day_text(moment: datetime) -> str:
    """Return the day of an aware instant in the computer's zone: "12 Nov 2025"."""
    return QLocale().toString(_local(moment).date(), "d MMM yyyy")


def _local(moment: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(round(moment.timestamp() * 1000), QTimeZone.systemTimeZone())
