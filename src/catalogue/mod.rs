//! The catalogue of known errors.
