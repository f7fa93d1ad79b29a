"""Bytes out of values: pictures, QR codes, posters, tables. No session, no Flask."""
