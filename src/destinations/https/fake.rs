//! x
use crate::core::fake::*;
pub struct HttpsFake;
impl HttpsFake { pub fn new() -> Self { HttpsFake } }
impl Fake for HttpsFake {
    fn prefix(&self) -> &'static str { "https" }
    fn faults(&self) -> &'static [&'static str] { &[] }
    fn answer(&self, _: &FakeRequest, _: &Faults) -> FakeAnswer { FakeAnswer::new(404, "") }
    fn profiles(&self, _: &Mount, _: &Faults) -> Vec<FakeProfile> { vec![] }
    fn leads(&self) -> Vec<serde_json::Value> { vec![] }
}
