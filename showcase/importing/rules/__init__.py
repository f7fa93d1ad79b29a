"""The rules of the imports: which columns a sheet may have, what each cell may hold, and how a mistake is told.

Plain rows in, checked fields or errors out; what the database knows is the service's matter. Row numbers are the
sheet's own: the header is row 1, and blank rows count.
"""
