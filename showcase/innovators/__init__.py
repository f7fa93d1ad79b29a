"""The innovators' own pages: links, proposals, photos."""
