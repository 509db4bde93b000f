//! The codes that the client tells apart, held against the catalogue, which is data of its own.

use super::{dataverse, entra};
use crate::catalogue;

#[test]
fn the_catalogue_has_each_code_under_the_same_entry() {
    let of_entra = [
        90002, 900_023, 700_016, 70001, 7_000_112, 7_000_229, 7_000_215, 7_000_222, 7_000_216, 7_000_218, 500_011, 500_014, 50001, 50034, 51004,
        50020, 90072, 50126, 50056, 50053, 500_532, 50055, 50144, 50057, 50072, 50074, 50076, 50078, 50079, 50158, 53000, 53001, 53002, 53003, 53005,
        50005, 530_003, 530_035, 65001, 65004, 90093, 90094, 650_052,
    ];
    for code in of_entra {
        let id = entra::by_code(code);
        let entry = catalogue::entry(id).unwrap_or_else(|| panic!("{id}"));
        assert!(entry.codes().any(|known| known == format!("AADSTS{code}")), "{code}: {id}");
    }
    for (code, words) in dataverse::CODES {
        let id = dataverse::classify(403, code, words).unwrap_or_else(|| panic!("{code}"));
        let entry = catalogue::entry(id).unwrap_or_else(|| panic!("{id}"));
        assert!(entry.codes().any(|known| known.eq_ignore_ascii_case(code)), "{code}: {id}");
    }
    let all = catalogue::entries().iter().filter(|entry| entry.id.starts_with("entra/"));
    for code in all.flat_map(|entry| entry.codes().map(move |code| (entry.id, code))) {
        let number = code.1.trim_start_matches("AADSTS").parse().unwrap();
        assert_eq!(entra::by_code(number), code.0, "{}", code.1);
    }
}
