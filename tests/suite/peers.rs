//! What plain `cargo test` leaves out, by name; `tests/run` sets the peers up and runs these checks.

use std::path::Path;
use std::process::Command;

#[test]
#[ignore = "real servers and SDKs (Azurite, azure-data-tables, Node, the keyring): run tests/run, which sets them up"]
fn against_programs_that_others_wrote() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let peers = root.join("tests/.peers");
    let done =
        Command::new(peers.join("venv/bin/python")).arg(root.join("tests/peers/check.py")).arg(env!("CARGO_BIN_EXE_leadctl")).arg(&peers).status();
    assert!(done.expect("tests/run has set up tests/.peers").success());
}
