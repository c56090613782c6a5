"""How every page looks, and how it is put together."""
