"""What the core knows of rooms: who may enter, who is there, what is published. No packets here."""
