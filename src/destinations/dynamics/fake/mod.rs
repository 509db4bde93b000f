//! Entra ID and Dataverse as they behave on the wire: two services with an origin each, which share who was given which token.
//!
//! Written from the services' documentation and from answers that people have pasted in public; it shares nothing with leadctl's own
//! client. What neither says is marked "inferred".

mod dataverse;
mod entra;
mod profiles;
#[cfg(test)]
mod tests;
mod world;

use std::sync::Arc;

use crate::core::fake::Fake;
use world::World;

/// Both services, with fresh tenants, applications, users and secrets.
pub fn fakes() -> Vec<Box<dyn Fake>> {
    let world = Arc::new(World::new());
    vec![Box::new(entra::EntraFake::new(Arc::clone(&world))), Box::new(dataverse::DataverseFake::new(world))]
}
