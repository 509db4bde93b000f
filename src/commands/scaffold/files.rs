//! Files into a folder: all of them or none, and none over one that differs unless that was said.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::core::error::{Error, Result};
use crate::core::scaffold_report::{FileState, ScaffoldFile};

/// Path below the folder, and content.
pub(super) type Files = Vec<(&'static str, String)>;

pub(super) fn place(files: &Files, folder: Option<&Path>, force: bool, dry_run: bool) -> Result<Vec<ScaffoldFile>> {
    let mut states = Vec::new();
    for (path, content) in files {
        states.push(match folder {
            Some(folder) => look(&folder.join(path), content)?,
            None => FileState::New,
        });
    }
    if let (Some(folder), false) = (folder, dry_run) {
        let differing: Vec<&str> = files.iter().zip(&states).filter(|(_, state)| **state == FileState::Differs).map(|((path, _), _)| *path).collect();
        if !differing.is_empty() && !force {
            return Err(Error::usage(
                "scaffold-in-the-way",
                format!("{} has other files of these names: {}", folder.display(), differing.join(", ")),
            )
            .hint("nothing was written; name another folder")
            .hint("or replace them with --force"));
        }
        write(files, folder, &mut states)?;
    }
    let shown = files.iter().zip(states).map(|((path, content), state)| ScaffoldFile {
        path: (*path).to_owned(),
        bytes: content.len() as u64,
        state,
        content: dry_run.then(|| content.clone()),
    });
    Ok(shown.collect())
}

/// What is there: a folder or a broken link of that name differs too.
fn look(path: &Path, content: &str) -> Result<FileState> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(FileState::New),
        Err(error) => Err(Error::file("scaffold-folder", format!("can't look at {}", path.display())).because(error).hint(
            match path.ancestors().find(|above| above.is_file()) {
                Some(file) => format!("{} is a file: name a folder with --output, one that is there or is yet to be made", file.display()),
                None => "see whether the folder is yours to look into, or name another one with --output".to_owned(),
            },
        )),
        Ok(_) => Ok(if fs::read(path).is_ok_and(|there| there == content.as_bytes()) { FileState::Unchanged } else { FileState::Differs }),
    }
}

/// First all of them beside their places, then each into its place: a full disk leaves what was there.
fn write(files: &Files, folder: &Path, states: &mut [FileState]) -> Result<()> {
    let mut made = Vec::new();
    let done = stage_and_place(files, folder, states, &mut made);
    if done.is_err() {
        for ((path, _), state) in files.iter().zip(states.iter_mut()).filter(|(_, state)| **state == FileState::Written) {
            drop(fs::remove_file(folder.join(path)));
            *state = FileState::New;
        }
        // The innermost first; one that holds something stays.
        made.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
    done
}

/// The folder with those above it; what had to be made is added to `made`.
fn make(folder: &Path, made: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
    for folder in missing.into_iter().rev() {
        fs::create_dir(folder)?;
        made.push(folder.to_owned());
    }
    // What is no folder says so.
    fs::create_dir_all(folder)
}

fn stage_and_place(files: &Files, folder: &Path, states: &mut [FileState], made: &mut Vec<PathBuf>) -> Result<()> {
    let failed = |path: &Path, error: std::io::Error| Error::unwritable("scaffold-write", path, &error);
    let mut staged: Vec<(usize, PathBuf, tempfile::NamedTempFile)> = Vec::new();
    for (place, (path, content)) in files.iter().enumerate() {
        if states[place] == FileState::Unchanged {
            continue;
        }
        let path = folder.join(path);
        let parent = path.parent().unwrap_or(folder);
        make(parent, made).map_err(|error| failed(parent, error))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".leadctl-");
        // For whoever works on the folder: there is nothing secret in it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let mut file = builder.tempfile_in(parent).map_err(|error| failed(&path, error))?;
        file.write_all(content.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(|error| failed(&path, error))?;
        staged.push((place, path, file));
    }
    for (place, path, file) in staged {
        let done = if states[place] == FileState::New {
            // What came there meanwhile is not replaced either.
            file.persist_noclobber(&path).map(drop)
        } else {
            file.persist(&path).map(drop)
        };
        done.map_err(|error| failed(&path, error.error))?;
        states[place] = if states[place] == FileState::New { FileState::Written } else { FileState::Replaced };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_leaves_no_folders_behind_and_names_the_users_file() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("new/function");
        let long = "x".repeat(300);
        let files: Files = vec![("a/b/first.txt", "1".to_owned()), (Box::leak(long.into_boxed_str()), "2".to_owned())];
        let error = write(&files, &folder, &mut [FileState::New, FileState::New]).unwrap_err();
        assert!(error.to_string().contains("/new/function/xxx") && !error.to_string().contains(".leadctl-"), "{error}");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0, "{error}");
        // What was there stays.
        fs::create_dir_all(&folder).unwrap();
        assert!(write(&files, &folder, &mut [FileState::New, FileState::New]).is_err());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
}
