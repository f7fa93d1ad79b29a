"""Blueprints whose pages stand in several rooms."""
