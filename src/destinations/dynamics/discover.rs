//! The directory ID from the environment itself, so that nobody has to copy one by hand.

use url::Url;

use crate::core::net::Net;
use crate::core::values::Values;
use crate::destinations::dynamics::challenge::Challenge;
use crate::destinations::dynamics::request;
use crate::destinations::dynamics::settings::{self, is_microsofts, same_origin};

/// Asked without a token; who names a sign-in service that is not to be trusted is not listened to.
pub(super) async fn directory(values: &Values, net: &dyn Net) -> Option<(String, Url)> {
    let origin = settings::origin(values).ok()?;
    let exchange = net.send(request::challenge(&origin)).await;
    let heard = Challenge::of(exchange.answer.as_ref().ok()?)?;
    let own = values.expose("authority_url").and_then(|text| settings::authority(text).ok());
    let is_trusted = is_microsofts(&heard.authority) || own.is_some_and(|own| same_origin(&own, &heard.authority));
    heard.tenant.filter(|_| is_trusted).map(|tenant| (tenant, origin))
}
