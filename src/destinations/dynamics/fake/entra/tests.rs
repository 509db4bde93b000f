//! The token service from the outside.
