"""Fitting the model to official statistics; nothing is here yet."""
