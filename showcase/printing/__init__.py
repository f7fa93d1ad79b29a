"""What papers are made of: page, typefaces, QR codes, cloth, pictures."""
