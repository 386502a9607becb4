"""The event loop: turns, timers, signals, threads, asyncio as its host."""
