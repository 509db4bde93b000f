//! How the catalogue lies in the binary: one text, and flat lists of places in it.
//!
//! No pointers: the loader would have to correct every one at each start, whether the catalogue is looked at or not.

use super::data;

/// A piece of the catalogue's one text.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    pub(super) at: u32,
    pub(super) len: u32,
}

impl Text {
    pub fn get(self) -> &'static str {
        let at = self.at as usize;
        &data::BLOB[at..at + self.len as usize]
    }
}

/// Several texts in order.
#[derive(Debug, Clone, Copy)]
pub struct List {
    pub(super) at: u32,
    pub(super) len: u32,
}

impl List {
    pub(super) fn texts(self) -> &'static [Text] {
        slice(&data::TEXTS, self.at, self.len)
    }

    pub fn iter(self) -> impl ExactSizeIterator<Item = &'static str> {
        self.texts().iter().map(|text| text.get())
    }
}

/// Places in the list of phrases.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) at: u32,
    pub(super) len: u32,
}

impl Group {
    pub(super) fn phrases(self) -> &'static [u16] {
        slice(&data::NUMBERS, self.at, self.len)
    }
}

/// Several groups in order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Groups {
    pub(super) at: u32,
    pub(super) len: u32,
}

impl Groups {
    pub(super) fn iter(self) -> impl Iterator<Item = &'static [u16]> {
        slice(&data::GROUPS, self.at, self.len).iter().map(|group| group.phrases())
    }
}

/// The signatures of one entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signatures {
    pub(super) at: u32,
    pub(super) len: u32,
}

impl Signatures {
    /// The place behind the last of them.
    pub(super) fn end(self) -> u32 {
        self.at + self.len
    }
}

fn slice<T>(list: &'static [T], at: u32, len: u32) -> &'static [T] {
    &list[at as usize..(at + len) as usize]
}
