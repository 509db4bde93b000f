//! To be merged.
pub struct TableFake;
impl TableFake {
    pub fn new() -> Self {
        TableFake
    }
}
impl crate::core::fake::Fake for TableFake {
    fn prefix(&self) -> &'static str {
        "x"
    }
    fn faults(&self) -> &'static [&'static str] {
        &[]
    }
    fn answer(&self, _: &crate::core::fake::FakeRequest, _: &crate::core::fake::Faults) -> crate::core::fake::FakeAnswer {
        crate::core::fake::FakeAnswer::new(500, "")
    }
    fn profiles(&self, _: &crate::core::fake::Mount, _: &crate::core::fake::Faults) -> Vec<crate::core::fake::FakeProfile> {
        vec![]
    }
    fn leads(&self) -> Vec<serde_json::Value> {
        vec![]
    }
}
