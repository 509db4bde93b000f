//! The catalogue against itself.
