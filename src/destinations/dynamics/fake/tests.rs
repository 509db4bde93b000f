//! Both services together.
