"""Shot lists: what is to be shot of each scene, as people accepted it."""
