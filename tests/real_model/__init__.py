"""A real, very small model: `make real-model`. It writes nonsense, which is its use."""
