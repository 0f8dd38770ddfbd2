"""sitegen: a static site generator for public directories written in Serbian, in both scripts."""

__version__ = "0.1.0"
