"""The one door to C: the core, the lanes, and values made of what it gives."""
