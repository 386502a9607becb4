"""Whole programs on netuv inside asyncio, as users write them; test_aio_programs.py runs them."""
