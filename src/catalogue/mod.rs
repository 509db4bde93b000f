//! stub
pub struct Entry {
    pub field: Option<&'static str>,
}
pub fn entry(_: &str) -> Option<&'static Entry> {
    None
}
pub fn remedy(_: &str, _: crate::core::lang::Lang) -> Option<crate::core::report::Remedy> {
    None
}
