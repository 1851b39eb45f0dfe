"""The recruiter's first page; higher domains add cards: `enterprises.desk.add_card(loader)`."""

from server.core.cards import Cards

cards = Cards()
add_card = cards.add
