"""Floor 0: frozen data, standard library only."""
