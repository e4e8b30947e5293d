//! The heading of the sheet, who may enter, and the groups they are in.

use super::found::{Found, coded, is_code, repeated};
use crate::contest::rule_sheet::{Attribute, FORMAT, Identity, RuleSheet};
use crate::people::Role;

/// Whether a code cannot be a contest's: a page of the committee has its address.
#[must_use]
pub fn reserved_code(code: &str) -> bool {
    matches!(code, "tao" | "tai-khoan")
}

/// Format, code, title, organiser, and that there is something to take part in.
pub(super) fn heading(sheet: &RuleSheet, found: &mut Found) {
    if sheet.format != FORMAT {
        found.error(
            "format",
            format!(
                "Bản thể lệ ghi định dạng {}, phần mềm này đọc định dạng {FORMAT}. Xuất lại từ phần mềm hoặc ghi format = {FORMAT}.",
                sheet.format
            ),
        );
    }
    if sheet.code.trim().is_empty() {
        found.error(
            "code",
            "Chưa có mã cuộc thi. Đặt mã ngắn để làm địa chỉ trang, ví dụ “bong-son-2024”.",
        );
    } else if !is_code(&sheet.code, &['-']) {
        found.error(
            "code",
            format!(
                "Mã cuộc thi “{}” không làm địa chỉ trang được. Chỉ dùng chữ thường không dấu, chữ số và một dấu “-” giữa các phần.",
                sheet.code
            ),
        );
    }
    if reserved_code(&sheet.code) {
        found.error(
            "code",
            format!(
                "Mã cuộc thi “{}” trùng với địa chỉ của một trang quản trị. Chọn mã khác.",
                sheet.code
            ),
        );
    }
    found.must_have(
        "title",
        &sheet.title,
        "Chưa có tên cuộc thi. Nhập tên đầy đủ như trong kế hoạch.",
    );
    found.must_have(
        "organiser",
        &sheet.organiser,
        "Chưa có đơn vị tổ chức. Nhập tên cơ quan ban hành kế hoạch.",
    );
    found.must_have(
        "who",
        &sheet.who,
        "Chưa nêu ai được thi. Chép mục “Đối tượng dự thi” của kế hoạch.",
    );
    let nothing = sheet.quiz.is_none()
        && sheet.rounds.is_empty()
        && sheet.essay.is_none()
        && sheet.dossier.is_none()
        && sheet.movement.is_none();
    if nothing {
        found.error(
            "quiz",
            "Thể lệ chưa có phần nào để tham gia. Thêm bài thi trắc nghiệm, tự luận, hồ sơ sáng kiến hoặc phong trào thi đua.",
        );
    }
}

/// Identity, uniqueness, age, exclusions, help at a kiosk.
pub(super) fn eligibility(sheet: &RuleSheet, found: &mut Found) {
    let rules = &sheet.eligibility;
    coded(
        found,
        "eligibility.blocs",
        "khối",
        rules
            .blocs
            .iter()
            .map(|b| (b.code.as_str(), b.name.as_str())),
    );
    if rules.identity == Identity::Sso {
        found.warn(
            "eligibility.identity",
            "Chưa kết nối được hệ thống đăng nhập một lần (SSO), nên thí sinh vào thi bằng mã và mật mã trên phiếu. Nạp danh sách dự thi và in phiếu; danh sách này cũng là mẫu số của tỷ lệ tham gia.",
        );
    }
    unique_by(rules.identity, &rules.unique_by, found);
    if rules.min_age > 0 && !rules.identity.is_declared() {
        found.warn(
            "eligibility.min_age",
            format!(
                "Có tuổi tối thiểu ({}) nên ai cũng phải có ngày sinh. Kiểm tra danh sách dự thi đã có cột ngày sinh; người thiếu ngày sinh sẽ không bắt đầu thi được.",
                rules.min_age
            ),
        );
    }
    if !(30..=1_095).contains(&rules.contact_days) {
        found.error(
            "eligibility.contact_days",
            format!(
                "Số điện thoại được xoá sau {} ngày kể từ khi đợt cuối đóng. Chọn từ 30 đến 1.095 ngày: đủ để trao giải, không giữ lâu hơn cần.",
                rules.contact_days
            ),
        );
    }
    if rules.excluded_roles.contains(&Role::Contestant) {
        found.error(
            "eligibility.excluded_roles",
            "Vai “Thí sinh” nằm trong các vai không được dự thi nên không ai thi được. Bỏ vai này ra.",
        );
    }
    if rules.assisted_can_win && !rules.assisted_entry {
        found.warn(
            "eligibility.assisted_can_win",
            "Cho bài có người giúp được nhận giải nhưng không cho ai giúp nhập bài. Bật “có người giúp nhập bài” hoặc tắt mục này.",
        );
    }
}

fn unique_by(identity: Identity, unique_by: &[Attribute], found: &mut Found) {
    let path = "eligibility.unique_by";
    if !identity.is_declared() {
        if !unique_by.is_empty() {
            found.warn(
                path,
                "Thông tin nhận ra một người chỉ dùng khi thí sinh tự khai. Bỏ mục này, hoặc chọn cách nhận diện “tự khai”.",
            );
        }
        return;
    }
    if unique_by.is_empty() {
        found.error(
            path,
            "Thí sinh tự khai nhưng chưa chọn thông tin nào để nhận ra một người, nên một người thi được nhiều lần. Chọn ví dụ họ tên và ngày sinh.",
        );
    }
    if !repeated(unique_by).is_empty() {
        found.warn(path, "Có thông tin được chọn hai lần. Bỏ bớt một.");
    }
    let strong = unique_by.contains(&Attribute::Phone)
        || [Attribute::FullName, Attribute::BirthDate]
            .iter()
            .all(|a| unique_by.contains(a));
    if !unique_by.is_empty() && !strong {
        found.warn(
            path,
            "Thông tin đã chọn chưa đủ phân biệt: nhiều người khác nhau sẽ bị coi là một người. Chọn cả họ tên và ngày sinh, hoặc số điện thoại.",
        );
    }
}

/// Topics, tracks, and the blocs tracks are made of.
pub(super) fn topics_and_tracks(sheet: &RuleSheet, found: &mut Found) {
    let topics = sheet.topics.iter();
    coded(
        found,
        "topics",
        "chủ đề",
        topics.map(|t| (t.code.as_str(), t.name.as_str())),
    );
    let tracks = sheet.tracks.iter();
    let paths = coded(
        found,
        "tracks",
        "bảng thi",
        tracks.map(|t| (t.code.as_str(), t.name.as_str())),
    );
    for (track, path) in sheet.tracks.iter().zip(&paths) {
        for bloc in &track.blocs {
            if !sheet.eligibility.blocs.iter().any(|b| b.code == *bloc) {
                found.error(
                    format!("{path}.blocs"),
                    format!(
                        "Bảng thi “{}” nhắc khối “{bloc}” chưa có trong danh sách khối. Thêm khối hoặc sửa mã.",
                        track.name
                    ),
                );
            }
        }
        if track.blocs.is_empty() && sheet.eligibility.identity.is_declared() {
            found.warn(
                format!("{path}.blocs"),
                format!(
                    "Bảng thi “{}” không gắn khối nào. Thí sinh tự khai không có danh sách để xếp bảng, hãy chọn khối của bảng này.",
                    track.name
                ),
            );
        }
    }
    blocs_over_tracks(sheet, found);
}

/// A bloc belongs to exactly one track once tracks are made of blocs: otherwise a person has two lists or none.
fn blocs_over_tracks(sheet: &RuleSheet, found: &mut Found) {
    if sheet.tracks.iter().all(|t| t.blocs.is_empty()) {
        return;
    }
    for bloc in &sheet.eligibility.blocs {
        let in_tracks = sheet.tracks.iter().filter(|t| t.blocs.contains(&bloc.code));
        match in_tracks.count() {
            0 => found.warn(
                "tracks",
                format!(
                    "Khối “{}” không thuộc bảng thi nào, người của khối này không có bảng để xếp hạng. Thêm khối vào một bảng.",
                    bloc.name
                ),
            ),
            1 => {}
            _ => found.error(
                "tracks",
                format!(
                    "Khối “{}” thuộc nhiều bảng thi. Mỗi khối chỉ ở một bảng, hãy bỏ bớt.",
                    bloc.name
                ),
            ),
        }
    }
}
