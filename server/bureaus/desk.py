"""The organizer's first page; higher domains add their cards: `bureaus.desk.add_card(loader)`."""

from server.core.cards import Cards

cards = Cards()
add_card = cards.add
