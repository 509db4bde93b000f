//! What an answer of the Blob service means: the list's XML; errors are read as every storage service's.

use quick_xml::events::Event;
use quick_xml::{Reader, escape};

use crate::core::clock::parse_http_date;
use crate::core::exchange::{Exchange, WireResponse};
use crate::destinations::storage::{Failure, Service, read};
use jiff::Timestamp;

/// A blob as the list shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blob {
    pub name: String,
    pub length: u64,
    pub created: Option<Timestamp>,
    pub modified: Option<Timestamp>,
    /// In a tier from which it can't be read as it is.
    pub archived: bool,
}

/// A page of the list. It may be empty and not the last.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub blobs: Vec<Blob>,
    /// What to ask for the next page with.
    pub next: Option<String>,
}

/// What went wrong in an exchange whose answer is not the hoped-for one.
pub(super) fn failure(exchange: &Exchange) -> Failure {
    read::failure(Service::Blob, exchange)
}

/// Whether the service said yes to a look at a container. A sign-in page or a proxy's greeting lacks the version that every answer of
/// the service has.
pub(super) fn is_success(response: &WireResponse) -> bool {
    response.is_success() && !response.is_html() && response.header("x-ms-version").is_some()
}

/// Whether it is a blob's content, whole.
pub(super) fn is_content(response: &WireResponse) -> bool {
    response.is_success() && !response.cut && response.header("x-ms-blob-type").is_some()
}

/// The page in an answer; `None` where the answer is none, or not whole.
pub(super) fn page(response: &WireResponse) -> Option<Page> {
    if !response.is_success() || response.cut {
        return None;
    }
    parse(&response.text())
}

fn parse(text: &str) -> Option<Page> {
    let mut reader = Reader::from_str(text);
    // A blob without a size can't be told from one of a gigabyte: where the list leaves it out, it counts as too big.
    let fresh = || Blob { length: u64::MAX, ..Blob::default() };
    let mut page = Page::default();
    let (mut path, mut value, mut blob) = (Vec::<String>::new(), String::new(), fresh());
    let (mut is_list, mut is_folder, mut is_encoded) = (false, false, false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                is_list |= path.is_empty() && name == "EnumerationResults";
                match name.as_str() {
                    "Blob" | "BlobPrefix" => (blob, is_folder) = (fresh(), name == "BlobPrefix"),
                    "Name" => is_encoded = tag.try_get_attribute("Encoded").ok()?.is_some_and(|encoded| encoded.value == "true"),
                    _ => {}
                }
                path.push(name);
                value.clear();
            }
            Event::Text(text) => value.push_str(&text.xml10_content()),
            Event::CData(text) => value.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => value.push_str(&escape::unescape(&format!("&{};", &*reference)).ok()?),
            Event::End(_) => {
                let name = path.pop()?;
                let value = std::mem::take(&mut value);
                match (path.last().map(String::as_str), name.as_str()) {
                    (Some("Blob"), "Name") if is_encoded => {
                        blob.name = percent_encoding::percent_decode_str(&value).decode_utf8().ok()?.into_owned();
                    }
                    (Some("Blob"), "Name") => blob.name = value,
                    (Some("Properties"), "Content-Length") => blob.length = value.trim().parse().ok()?,
                    (Some("Properties"), "Creation-Time") => blob.created = parse_http_date(&value),
                    (Some("Properties"), "Last-Modified") => blob.modified = parse_http_date(&value),
                    (Some("Properties"), "AccessTier") => blob.archived = value == "Archive",
                    (Some("Properties"), "ResourceType") => is_folder = value == "directory",
                    (Some("Blobs"), "Blob") if !is_folder => page.blobs.push(std::mem::take(&mut blob)),
                    (Some("EnumerationResults"), "NextMarker") => page.next = Some(value).filter(|marker| !marker.is_empty()),
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    (is_list && path.is_empty()).then_some(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_the_service_writes_it() {
        let page = parse(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ServiceEndpoint=\"https://c.blob.core.windows.net/\" ContainerName=\"leads\"><Blobs>\
             <Blob><Name>a&amp;b &lt;1&gt; &#233;.json</Name><Properties><Creation-Time>Thu, 09 May 2019 00:56:47 GMT</Creation-Time>\
             <Last-Modified>Fri, 10 May 2019 00:56:47 GMT</Last-Modified><Content-Length>512</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>\
             <Blob><Name Encoded=\"true\">odd%EF%BF%BE.json</Name><Properties><Content-Length>7</Content-Length><AccessTier>Archive</AccessTier></Properties><Metadata><Name>x</Name></Metadata></Blob>\
             <Blob><Name>folder</Name><Properties><ResourceType>directory</ResourceType><Content-Length>0</Content-Length></Properties></Blob>\
             <BlobPrefix><Name>2019/</Name></BlobPrefix>\
             <Blob><Name>sizeless</Name><Properties /></Blob>\
             </Blobs><NextMarker>2!72!MDAw</NextMarker></EnumerationResults>",
        )
        .unwrap();
        let told: Vec<(&str, u64, bool)> = page.blobs.iter().map(|blob| (blob.name.as_str(), blob.length, blob.archived)).collect();
        assert_eq!(told, [("a&b <1> é.json", 512, false), ("odd\u{fffe}.json", 7, true), ("sizeless", u64::MAX, false)]);
        assert_eq!(page.blobs[0].created, parse_http_date("Thu, 09 May 2019 00:56:47 GMT"));
        assert_eq!(page.next.as_deref(), Some("2!72!MDAw"));
        let last = parse("<EnumerationResults><Blobs /><NextMarker /></EnumerationResults>").unwrap();
        assert_eq!(last, Page::default());
    }

    #[test]
    fn what_is_no_whole_list_is_none() {
        for text in [
            "",
            "{}",
            "<html><body>Sign in</body></html>",
            "<EnumerationResults><Blobs>",
            "<EnumerationResults><Blobs><Blob><Name>a</Name></Blobs></EnumerationResults>",
            "<EnumerationResults><Blobs><Blob><Name>&bogus;</Name></Blob></Blobs></EnumerationResults>",
            "<EnumerationResults><Blobs><Blob><Name>a</Name><Properties><Content-Length>many</Content-Length></Properties></Blob></Blobs></EnumerationResults>",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
