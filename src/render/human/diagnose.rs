//! stub
use crate::core::report::*;
use crate::render::page::Page;
pub(super) fn page(_: &DiagnoseReport, _: u8, _: &mut Page) {}
