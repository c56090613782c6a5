"""Police stations, who works at each, how they sign an entry, and the machines that send entries."""
