//! The Web API from the outside.
