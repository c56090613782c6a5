"""The app ``places``: places of deprivation of liberty and their history."""
