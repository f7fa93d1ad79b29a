"""Pages: routes translate a request into one use case and render what comes back."""
