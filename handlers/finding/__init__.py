"""Finding: words looked up in the record, and questions answered from it."""
