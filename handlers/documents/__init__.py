"""Documents a production rests on."""
