"""Showcase: public votes and jury scores of an innovation exhibition, in one ranking that anybody can recompute."""

__version__ = "0.1.0"
