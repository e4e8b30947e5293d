//! Tests of GIFT: Moodle's documented forms, our refusals and their lines.

use crate::question::{ConvertOptions, Format, ImportedKind, ImportedQuestion, Outcome, convert};
use domain::question::Level;

fn read(text: &str) -> Outcome {
    convert(
        text.as_bytes(),
        Format::Gift,
        ConvertOptions { keep_going: true },
    )
}

fn one(text: &str) -> ImportedQuestion {
    let outcome = read(text);
    assert_eq!(outcome.problems, [], "{text}");
    assert_eq!(outcome.questions.len(), 1, "{text}");
    outcome.questions[0].clone()
}

fn options(question: &ImportedQuestion) -> Vec<(String, bool, String)> {
    let each = question.options.iter();
    each.map(|o| (o.text.clone(), o.correct, o.weight.format()))
        .collect()
}

fn option(text: &str, correct: bool, weight: &str) -> (String, bool, String) {
    (text.to_owned(), correct, weight.to_owned())
}

/// Problem lines with a word each message must have.
fn refused(text: &str, want: &[(u32, &str)]) {
    let outcome = read(text);
    let got: Vec<(u32, &str)> = outcome
        .problems
        .iter()
        .map(|p| (p.line, p.message.as_str()))
        .collect();
    assert_eq!(got.len(), want.len(), "{text}\n{got:?}");
    for ((line, message), (want_line, word)) in got.iter().zip(want) {
        assert_eq!(line, want_line, "{text}\n{got:?}");
        assert!(message.contains(word), "{message} lacks {word}");
    }
}

#[test]
fn single_choice_with_title_comment_and_feedback() {
    let q = one(
        "// chú thích\r\n::TH-001:: Cơ quan nào ban hành?\r\n{\r\n  =Chính phủ # đúng rồi\r\n  ~Quốc hội #chưa đúng\r\n  // bỏ qua dòng này\r\n  ~Bộ Nội vụ\r\n  ####Xem Nghị quyết 76/NQ-CP.\r\n}\r\n",
    );
    assert_eq!(q.kind, ImportedKind::SingleChoice);
    assert_eq!(q.code.as_deref(), Some("TH-001"));
    assert_eq!(q.line, Some(2));
    assert_eq!(q.stem, "Cơ quan nào ban hành?");
    assert_eq!(q.explanation.as_deref(), Some("Xem Nghị quyết 76/NQ-CP."));
    assert_eq!(
        options(&q),
        [
            option("Chính phủ", true, "100"),
            option("Quốc hội", false, "0"),
            option("Bộ Nội vụ", false, "0")
        ]
    );
}

#[test]
fn moodles_own_examples() {
    let q =
        one("Who's buried in Grant's tomb?{=Grant ~no one ~Napoleon ~Churchill ~Mother Teresa }");
    assert_eq!(q.kind, ImportedKind::SingleChoice);
    assert_eq!(q.options.len(), 5);
    let q = one(
        "What two people are entombed in Grant's tomb? {\n   ~%-100%No one\n   ~%50%Grant\n   ~%50%Grant's wife\n   ~%-100%Grant's father\n}",
    );
    assert_eq!(q.kind, ImportedKind::MultipleChoice);
    assert_eq!(q.right_places(), [1, 2]);
    assert_eq!(options(&q)[0], option("No one", false, "-100"));
    assert_eq!(options(&q)[1], option("Grant", true, "50"));
    let q = one(
        "::Q2:: What's between orange and green in the spectrum? \n{ =yellow # right; good! ~red # wrong, it's yellow ~blue # wrong }",
    );
    assert_eq!(options(&q)[0].0, "yellow");
    let q = one(
        "The American holiday of Thanksgiving is celebrated on the {\n ~second\n ~third\n =fourth\n} Thursday of November.",
    );
    assert_eq!(
        q.stem,
        "The American holiday of Thanksgiving is celebrated on the _____ Thursday of November."
    );
    assert_eq!(
        one("Mahatma Gandhi's birthday is an Indian holiday {=15th ~3rd =%50%2nd}.").stem,
        "Mahatma Gandhi's birthday is an Indian holiday _____."
    );
    let q = one("Grant was buried in a tomb in NY.{T}");
    assert_eq!(
        (q.kind, q.right_places()),
        (ImportedKind::TrueFalse, vec![0])
    );
    assert_eq!(
        (q.options[0].text.as_str(), q.options[1].text.as_str()),
        ("Đúng", "Sai")
    );
    let q = one("Grant is buried in Grant's tomb.{FALSE#No one is buried there.#Right!}");
    assert_eq!(q.right_places(), [1]);
    let q = one("::Essay:: Write a short biography of Dag Hammarskjöld. {}");
    assert_eq!((q.kind, q.options.len()), (ImportedKind::Essay, 0));
    assert_eq!(q.code, None, "a heading is no code");
}

#[test]
fn kinds_we_do_not_have_are_refused_by_line_and_the_rest_is_read() {
    let text = "Đúng không?{T}\n\nAi?{=Grant =Ulysses S. Grant}\n\nGhép {\n  =a -> b\n  =c -> d\n}\n\nNăm nào?{#1822:5}\n\nChỉ là mô tả.\n\nCòn nữa {=a ~b}\n";
    refused(
        text,
        &[
            (3, "trả lời ngắn"),
            (5, "ghép đôi"),
            (10, "điền số"),
            (12, "mô tả"),
        ],
    );
    assert_eq!(read(text).questions.len(), 2);
    let strict = convert(text.as_bytes(), Format::Gift, ConvertOptions::default());
    assert!(strict.questions.is_empty());
    assert_eq!(strict.problems.len(), 4);
}

#[test]
fn escapes_and_line_breaks() {
    let q = one(
        "Kết quả 2\\+2 \\= ? \\{x\\} \\# \\~ \\: \\\\ C\\\\D \\n dòng hai{=4 \\= bốn ~a\\~b ~c\\#d\\}}",
    );
    assert_eq!(q.stem, "Kết quả 2\\+2 = ? {x} # ~ : \\ C\\D\ndòng hai");
    assert_eq!(q.options[0].text, "4 = bốn");
    assert_eq!(q.options[1].text, "a~b");
    assert_eq!(q.options[2].text, "c#d}");
}

#[test]
fn categories_ids_tags_and_level_marks() {
    let text = "$CATEGORY: $course$/top/CCHC/Thể chế\n\n// question: 1 [id:TC-1] [tag:van_dung]\nA?{=a ~b}\n\n::TC-2::[NB] B?{=a ~b}\n\n$CATEGORY: $course$/top\n\nC?{=a ~b}\n";
    let got = read(text);
    assert_eq!(got.problems, []);
    let topics: Vec<Option<&str>> = got.questions.iter().map(|q| q.topic.as_deref()).collect();
    assert_eq!(topics, [Some("CCHC/Thể chế"), Some("CCHC/Thể chế"), None]);
    let codes: Vec<Option<&str>> = got.questions.iter().map(|q| q.code.as_deref()).collect();
    assert_eq!(codes, [Some("TC-1"), Some("TC-2"), None]);
    assert_eq!(got.questions[0].level, Some(Level::VanDung));
    assert_eq!(got.questions[1].level, Some(Level::NhanBiet));
    assert_eq!(got.questions[1].stem, "B?");
    assert_eq!(got.questions[1].line, Some(6));
}

#[test]
fn format_markers_leave_text() {
    let q = one(
        "::x::[html]<p>Theo <b>Nghị&nbsp;quyết</b> 76 &amp; 30c<br>5 &lt; 6?</p>{=[html]<i>Đúng</i> ~[plain]Sai ~[markdown]*khác*}",
    );
    assert_eq!(q.stem, "Theo Nghị quyết 76 & 30c\n5 < 6?");
    let texts: Vec<&str> = q.options.iter().map(|o| o.text.as_str()).collect();
    assert_eq!(texts, ["Đúng", "Sai", "*khác*"]);
    let outcome = read("[html]<script>alert(1)</script>Hình <img src\\=\"a.png\"> nào?{=a ~b}");
    assert_eq!(outcome.questions[0].stem, "Hình nào?");
    assert!(
        outcome.warnings[0].message.contains("hình ảnh"),
        "{:?}",
        outcome.warnings
    );
}

#[test]
fn blank_lines_and_forgotten_braces() {
    let q = one("A?{\n\n=a\n\n~b\n\n}");
    assert_eq!(q.options.len(), 2);
    let text = "A?{\n=a\n~b\n\nB?{=c ~d}\n";
    refused(text, &[(1, "thiếu dấu }")]);
    assert_eq!(
        read(text).questions.len(),
        1,
        "the next question is not swallowed"
    );
    refused("A? =a ~b}\n", &[(1, "thiếu dấu {")]);
    refused("A {=a ~b} B {=c ~d}", &[(1, "hai khối")]);
}

#[test]
fn faults_are_named_by_line() {
    refused("A?{~a ~b}", &[(1, "chưa có phương án đúng")]);
    refused("A?{=a =b ~c}", &[(1, "2 phương án đúng")]);
    refused("A?{=a ~}", &[(1, "phương án B để trống")]);
    refused("A?{=a ~A}", &[(1, "giống phương án A")]);
    refused("\n\n{=a ~b}", &[(3, "câu hỏi để trống")]);
    refused("A?{x =a ~b}", &[(1, "đứng trước")]);
    refused("A?{abc}", &[(1, "không hiểu")]);
    refused("A?{\n=a\n~%500%b\n}", &[(3, "trọng số")]);
    refused(
        "// chỉ có chú thích\n",
        &[(0, "không tìm thấy câu hỏi nào")],
    );
}

#[test]
fn part_of_the_points_is_kept_but_pointed_out() {
    let outcome = read("A?{=a ~%50%b ~c}");
    assert_eq!(outcome.questions[0].kind, ImportedKind::SingleChoice);
    assert_eq!(options(&outcome.questions[0])[1], option("b", false, "50"));
    assert!(outcome.warnings[0].message.contains("một phần điểm"));
}

#[test]
fn a_mark_at_the_beginning_and_vietnamese_truth() {
    assert_eq!(one("\u{feff}A?{Đúng}").right_places(), [0]);
    assert_eq!(one("A?{ S }").right_places(), [1]);
    assert_eq!(one("50% là?{=50% ~%0%%5 ~% ba}").options.len(), 3);
}
