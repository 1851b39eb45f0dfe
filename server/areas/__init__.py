"""Administrative divisions in five levels, and what lies inside an area."""
