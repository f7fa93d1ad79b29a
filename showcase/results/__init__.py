"""Standings, their explanation and firmness, workbook, bundle and publication."""
