"""The ranking as pages show it: words, rounded numbers, pictures. Nothing here is ranked or added up."""
