//! `env:NAME`: an environment variable.

use crate::core::error::{Error, Result};
use crate::core::io::Env;
use crate::core::secret::Secret;

pub(super) fn follow(name: &str, env: &Env) -> Result<Secret> {
    match env.get(name) {
        Some(value) => Ok(Secret::new(value)),
        None if name.is_empty() => Err(Error::secret("env-missing", "behind 'env:' the name of an environment variable is missing")
            .hint("write it as env:NAME, such as env:LEADS_URL")),
        None => Err(Error::secret("env-missing", format!("the environment variable '{name}' is not set or empty"))
            .hint(format!("set {name} for this command, in CI from its secret store"))),
    }
}
