//! The files that the sandbox writes: ready profiles as TOML, and its certificate authority. Never over somebody else's file.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use toml_edit::{DocumentMut, Item, Table, value};

use crate::core::error::{Error, Result};
use crate::core::fake::FakeProfile;

/// How the sandbox's own files begin; only such a file is ever replaced.
pub const MARK: &str = "# Written by leadctl sandbox";

/// Where the profiles go: as asked, or into a fresh folder that only the user can enter.
pub fn place(asked: Option<PathBuf>) -> Result<(Option<TempDir>, PathBuf)> {
    if let Some(path) = asked {
        return Ok((None, path));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix("leadctl-sandbox-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let folder = builder.tempdir().map_err(|error| Error::no_temporary_folder(&error))?;
    let path = folder.path().join("leadctl.toml");
    Ok((Some(folder), path))
}

/// All profiles as one TOML document.
pub fn render(profiles: &[FakeProfile]) -> String {
    let mut all = Table::new();
    all.set_implicit(true);
    for profile in profiles {
        let mut table = Table::new();
        for (name, setting) in &profile.settings {
            table.insert(name, value(setting));
        }
        all.insert(&profile.name, Item::Table(table));
    }
    let mut document = DocumentMut::new();
    document.insert("profile", Item::Table(all));
    format!("{MARK}, and again whenever a fault changes.\n# The credentials are good for that sandbox alone.\n{document}")
}

/// Replaces the file in one step, mode 0600.
pub fn write(path: &Path, content: &str) -> Result<()> {
    let failed = |error: std::io::Error| Error::unwritable("sandbox-file", path, &error);
    match std::fs::read(path) {
        Ok(old) if !old.starts_with(MARK.as_bytes()) => {
            let message = format!("{} exists and is not the sandbox's own; it is left as it is", path.display());
            return Err(Error::file("sandbox-file-exists", message).hint("name another file"));
        }
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(error)),
        _ => {}
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let replace = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".leadctl-sandbox-").tempfile_in(folder)?;
        file.write_all(content.as_bytes())?;
        file.persist(path)?;
        Ok(())
    };
    replace().map_err(failed)
}
