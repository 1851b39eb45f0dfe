"""What the node and the core say to each other: commands down, signed facts up."""
