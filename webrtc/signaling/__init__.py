"""The HTTP doors of the node: WHIP, WHEP and the events of a room."""
