"""The cards of the analytics that a terminal can ask for."""

from fractal_desktop.terminal import balance_cards, clock_cards, counting_cards, progress_card
from fractal_desktop.terminal.card import Card

_CARDS: tuple[Card, ...] = (
    counting_cards.MONTHLY,
    counting_cards.WEEKLY,
    counting_cards.TEMPLATES,
    clock_cards.DAILY,
    clock_cards.WEEKDAY_HOUR,
    clock_cards.LENGTHS,
    balance_cards.GOALS,
    balance_cards.ACTIVITIES,
    balance_cards.PLANNED,
    progress_card.PROGRESS,
)
CARDS = {card.name: card for card in _CARDS}
"""All cards by their names, in the order of the help. Their modules load no service: the command line is read before."""
