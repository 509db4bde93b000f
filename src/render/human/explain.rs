//! stub
use crate::core::report::*;
use crate::render::page::Page;
pub(super) fn page(_: &ExplainReport, _: &mut Page) {}
pub(super) fn list(_: &ExplainListReport, _: &mut Page) {}
