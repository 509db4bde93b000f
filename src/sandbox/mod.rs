//! The server that mounts every destination's fake.
