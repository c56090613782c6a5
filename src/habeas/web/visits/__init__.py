"""The app ``visits``: visits, delegations, incidents of co-operation."""
