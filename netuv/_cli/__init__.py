"""``python -m netuv``."""
