//! The organization from the outside.
