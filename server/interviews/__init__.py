"""From the number in the hand to the marks on the card: queue, call, room, scorecard."""
