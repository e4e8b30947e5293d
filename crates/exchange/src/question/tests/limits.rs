//! What is too long, too much or not to be read.

use super::*;

#[test]
fn cells_that_cannot_be_read_are_told_row_by_row() {
    let long = "ă".repeat(4_001);
    let heading = ["Câu hỏi", "Phương án A", "Phương án B", "Đáp án", "Tệp ảnh"];
    let bytes = sheet(&[
        &heading,
        &["Một?", "a", "b", "A", "#REF!"],
        &["Hai?", "#N/A", "b", "#NAME?", ""],
        &[&long, "a", "b", "A", ""],
        &["Bốn?", "a", "b", "X", ""],
        &["Năm?", "a", "b", "B", ""],
    ]);
    let got = convert(&bytes, Format::Xlsx, KEEP);
    let told: Vec<String> = got.problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 4, "{told:?}");
    for (told, want) in told.iter().zip([
        "Dòng 3: cột “Phương án A”: ô lỗi của Excel (#N/A). Sửa ô đó rồi nộp lại.",
        "Dòng 3: cột “Đáp án”: ô lỗi của Excel (#NAME?). Sửa ô đó rồi nộp lại.",
        "Dòng 4: cột “Câu hỏi”: dài hơn 4000 ký tự. Rút ngắn ô đó rồi nộp lại.",
        "Dòng 5: cột “Đáp án”: đáp án X không có",
    ]) {
        assert!(told.starts_with(want), "{told}");
    }
    let stems: Vec<&str> = got.questions.iter().map(|q| q.stem.as_str()).collect();
    assert_eq!(stems, ["Một?", "Năm?"]);

    // a row with several faults does not hide that the list was cut
    let bad: Vec<&[&str]> = std::iter::once(heading.as_slice())
        .chain(std::iter::repeat_n(["#N/A"; 4].as_slice(), MAX_PROBLEMS))
        .collect();
    let got = convert(&sheet(&bad), Format::Xlsx, KEEP);
    let last = got.problems.last().unwrap();
    assert!(last.message.contains("quá nhiều lỗi"), "{last}");
    assert_eq!(got.problems.len(), MAX_PROBLEMS + 1);
}

#[test]
fn lengths_are_limited() {
    let long = "ă".repeat(2_001);
    refused(
        &format!("{long}{{=a ~b}}"),
        Format::Gift,
        &[(1, "2001 ký tự")],
    );
    refused(
        &format!("A?{{={long} ~b}}"),
        Format::Gift,
        &[(1, "phương án A dài")],
    );
    refused(
        "A?{=1 ~2 ~3 ~4 ~5 ~6 ~7 ~8 ~9}",
        Format::Gift,
        &[(1, "nhiều nhất 8")],
    );
    refused(
        "A?{=Ha\u{300} Nội ~hà nội}",
        Format::Gift,
        &[(1, "giống phương án A")],
    );
    refused("A?{=dấu ~dẫu}", Format::Gift, &[]);
}

#[test]
fn wrong_files_stop_early_and_long_ones_cost_one_pass() {
    for (format, wrong) in [(Format::Gift, "x\n\n"), (Format::Aiken, "x\nA. y\n\n")] {
        let got = convert(wrong.repeat(100_000).as_bytes(), format, KEEP);
        assert_eq!(got.problems.len(), 2_001);
        assert!(got.problems[2_000].message.contains("quá nhiều lỗi"));
    }
    let blank = format!("A?{{=a\n{}~b}}", "\n".repeat(1_000_000));
    assert_eq!(
        convert(blank.as_bytes(), Format::Gift, KEEP)
            .questions
            .len(),
        1
    );
    let many = format!("A?{{=a{}}}", "~a".repeat(100_000));
    let got = convert(many.as_bytes(), Format::Gift, KEEP);
    assert_eq!(got.problems.len(), 1);
    let bank: String = (0..5_000)
        .map(|i| {
            format!("[[question]]\nstem = \"A {i}?\"\noptions = [\"a\", \"b\"]\ncorrect = [0]\n")
        })
        .collect();
    assert_eq!(
        convert(bank.as_bytes(), Format::BankToml, KEEP).questions[4_999].line,
        Some(19_997)
    );
    let large = vec![b'x'; 5 * 1024 * 1024];
    assert!(
        convert(&large, Format::Gift, KEEP).problems[0]
            .message
            .contains("lớn hơn 4 MB")
    );
}
