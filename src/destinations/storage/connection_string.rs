//! The grammar of storage connection strings: `key=value` pairs, split at `;` and at the first `=`.
//!
//! Source: learn.microsoft.com/azure/storage/common/storage-configure-connection-string.

/// The pairs of a connection string, in order, keys as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs<'a>(pub Vec<(&'a str, &'a str)>);

/// The keys that the Azure SDKs know.
pub const KNOWN_KEYS: [&str; 16] = [
    "DefaultEndpointsProtocol",
    "AccountName",
    "AccountKey",
    "EndpointSuffix",
    "TableEndpoint",
    "BlobEndpoint",
    "QueueEndpoint",
    "FileEndpoint",
    "TableSecondaryEndpoint",
    "BlobSecondaryEndpoint",
    "QueueSecondaryEndpoint",
    "FileSecondaryEndpoint",
    "SharedAccessSignature",
    "UseDevelopmentStorage",
    "DevelopmentStorageProxyUri",
    "DfsEndpoint",
];

impl<'a> Pairs<'a> {
    /// Pieces without `=` are returned apart: they are what is wrong.
    pub fn parse(text: &'a str) -> (Pairs<'a>, Vec<&'a str>) {
        let mut pairs = Vec::new();
        let mut strays = Vec::new();
        for piece in text.split(';').map(str::trim).filter(|piece| !piece.is_empty()) {
            match piece.split_once('=') {
                Some((key, value)) => pairs.push((key.trim(), value.trim())),
                None => strays.push(piece),
            }
        }
        (Pairs(pairs), strays)
    }

    /// The value of a key, in any case: .NET ignores case, Python does not.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, value)| *value)
    }
}

/// What looks like a connection string, as far as telling it from other pastes goes.
pub fn looks_like_one(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["accountname=", "accountkey=", "sharedaccesssignature=", "tableendpoint=", "blobendpoint=", "usedevelopmentstorage="]
        .iter()
        .any(|key| lower.contains(key))
}
