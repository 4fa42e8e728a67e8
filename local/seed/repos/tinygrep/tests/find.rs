use tinygrep::{find, Hit};

#[test]
fn numbers_lines_from_one() {
    let hits: Vec<_> = find("a\nneedle\nb needle", "needle").collect();
    assert_eq!(hits, [Hit { number: 2, line: "needle" }, Hit { number: 3, line: "b needle" }]);
}

#[test]
fn finds_nothing_in_nothing() {
    assert_eq!(find("", "x").count(), 0);
}
