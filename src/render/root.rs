//! Files as code scanning and annotations name them: from the root of what was checked out.

use std::path::{Component, Path, PathBuf};

use crate::core::error::{Error, ErrorKind};
use crate::core::report::Place;
use crate::core::text::sanitise;
use crate::render::case::Case;

/// What paths are told from.
#[derive(Debug, Clone, Default)]
pub struct Root {
    /// The folder in which leadctl runs.
    cwd: PathBuf,
    /// The workflow's check-out, where there is one.
    workspace: Option<PathBuf>,
    /// The profile file that was named with --config.
    config: Option<PathBuf>,
}

impl Root {
    pub fn new(cwd: &Path, workspace: Option<&str>, config: Option<&Path>) -> Root {
        Root { cwd: plain(cwd), workspace: workspace.map(|folder| plain(Path::new(folder))), config: config.map(Path::to_owned) }
    }

    /// Where an error stands, else the profile file; none where that was not named and is not there.
    pub(super) fn place(&self, error: &Error) -> Option<Place> {
        let named = self.config.as_ref().map(|path| path.display().to_string());
        let is_there = |place: &Place| named.as_ref() == Some(&place.file) || self.cwd.join(&place.file).exists();
        let own = error.place.clone().filter(|place| error.kind != ErrorKind::Profile || is_there(place));
        let profiles = Place { file: named.clone().unwrap_or_else(|| crate::config::FILE_NAME.to_owned()), line: 1 };
        own.or_else(|| Some(profiles).filter(is_there))
    }

    /// What a case belongs to: a log by its path from here, however that was spelled; a profile by its name.
    pub(super) fn suite(&self, case: &Case) -> String {
        let log = case.place.as_ref().filter(|place| sanitise(&place.file) == case.suite);
        log.map_or_else(|| case.suite.clone(), |place| sanitise(&self.path(&place.file)))
    }

    /// The path from the check-out, else from the working folder, with forward slashes; one that is outside of both stays absolute.
    pub(super) fn path(&self, file: &str) -> String {
        let whole = plain(&self.cwd.join(file));
        let inside = [self.workspace.as_deref(), Some(&self.cwd)].into_iter().flatten().find_map(|root| whole.strip_prefix(root).ok());
        let shown = inside.filter(|path| !path.as_os_str().is_empty()).unwrap_or(&whole);
        shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// Without `.` and `..`, as far as that goes by the names alone.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = out.pop(),
            part => out.push(part),
        }
    }
    out
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_the_check_out_else_from_here() {
        let here = Root::new(Path::new("/work/repo/sub"), None, None);
        let there = Root::new(Path::new("/work/repo/sub"), Some("/work/repo/"), None);
        for (file, from_here, from_there) in [
            ("app.log", "app.log", "sub/app.log"),
            ("./logs/../app.log", "app.log", "sub/app.log"),
            ("/work/repo/sub/a b.log", "a b.log", "sub/a b.log"),
            ("../app.log", "/work/repo/app.log", "app.log"),
            ("/var/log/app.log", "/var/log/app.log", "/var/log/app.log"),
        ] {
            assert_eq!((here.path(file).as_str(), there.path(file).as_str()), (from_here, from_there), "{file}");
        }
    }
}
