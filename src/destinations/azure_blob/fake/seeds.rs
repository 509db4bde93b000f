//! What lies in the old container from the start: invented leads in the shapes that leads have elsewhere, since what Marketplace's blobs
//! held is not known, and beside them what people find in such containers.

use jiff::Timestamp;

use super::store::{Blob, Content, Kind, Metadata, Store};

const HTTPS: &str = r#"{"userDetails":{"firstName":"MSFT_TEST_636573304831318844","lastName":"MSFT_TEST_636573304831318844","email":"MSFT_TEST_636573304831318844@test.com","phone":"1234567890","country":"US","company":"MSFT_TEST_636573304831318844","title":"MSFT_TEST_636573304831318844"},"leadSource":"AzureMarketplace","actionCode":"INS","offerTitle":"Contoso Test","description":"MSFT_TEST_636573304831318844"}"#;
const DOCUMENTED: &str = r#"{"UserDetails":{"FirstName":"Customer 2","LastName":"Customer 2","Email":"customer2@fabrikam.example","Phone":"1234567890","Country":"US","Company":"Fabrikam","Title":null},"LeadSource":"AppSource (SPZA)","ActionCode":"PLT","OfferTitle":"Contoso Analytics","Description":"Customer 2","ProductId":"contoso-analytics","Campaign":{"id":7}}"#;
const ROW: &str = r#"{"ActionCode":"INS","CreatedTime":"10/1/2019 12:00:00 PM","CustomerInfo":"{\"FirstName\":\"Customer 3\",\"Email\":\"customer3@fabrikam.example\",\"Country\":\"NL\"}","Description":"Customer 3","LeadSource":"AzurePortal","OfferDisplayName":"Contoso Test"}"#;
const SEVERAL: &str = "{\"userDetails\":{\"firstName\":\"Customer 4\",\"email\":\"customer4@fabrikam.example\"},\"leadSource\":\"AzureMarketplace\",\"actionCode\":\"INS\"}\n{\"userDetails\":{\"firstName\":\"Customer 5\",\"email\":\"customer5@fabrikam.example\"},\"leadSource\":\"AzureMarketplace\",\"actionCode\":\"DNC\"}\n";
const BROKEN: &str = r#"{"userDetails":{"firstName":"MSFT_TEST_6","email":"MSFT_TE"#;

/// Five leads in four blobs, a test lead and four of customers, and three blobs that hold none.
pub fn plant(store: &mut Store, container: &str) {
    let at = |text: &str| text.parse::<Timestamp>().unwrap_or_default();
    let mark = "\u{feff}";
    let blobs = [
        ("MSFT_TEST_636573304831318844.json", "2018-03-22T15:48:03Z", "application/json", Content::Bytes(HTTPS.into())),
        ("2019/05/lead 1.json", "2019-05-09T00:56:47Z", "application/json", Content::Bytes(format!("{mark}{DOCUMENTED}").into())),
        ("2019/10/lead 2.json", "2019-10-01T12:00:00Z", "application/json", Content::Bytes(ROW.into())),
        ("2020/01/several.json", "2020-01-15T09:30:00Z", "application/octet-stream", Content::Bytes(SEVERAL.into())),
        ("2020/02/broken.json", "2020-02-02T02:02:02Z", "application/json", Content::Bytes(BROKEN.into())),
        ("2020/02/read me.txt", "2020-02-03T10:00:00Z", "text/plain", Content::Bytes("Leads of our offers, do not delete.\n".into())),
        ("backup/contosoleads.bak", "2020-03-01T00:00:00Z", "application/octet-stream", Content::Zeros(1 << 30)),
    ];
    // A fresh store has neither this container nor too little room.
    drop(store.create_container(container, Metadata::new(), None, at("2018-03-01T00:00:00Z")));
    for (name, time, content_type, content) in blobs {
        let blob = Blob {
            content,
            kind: Kind::Block,
            content_type: content_type.to_owned(),
            metadata: Metadata::new(),
            blocks: 0,
            etag: String::new(),
            created: at(time),
            modified: at(time),
        };
        drop(store.put(container, name, blob));
    }
}
