//! What the demo tells at the terminal.

use super::cast::{PASSWORD, STAFF};
use super::people::KNOWN;

/// What the form of a self-declared person takes.
const BORN: &str = "21/7/1990";
const PHONE: &str = "0912345678";

/// Addresses and sign-ins.
pub(super) fn sign_ins(addr: &str) -> String {
    let site = format!("http://{addr}");
    let hue = "thua-thien-hue-2022";
    let staff = STAFF
        .map(|(login, _, what)| format!("   {login:<12} {what}\n"))
        .concat();
    let known = KNOWN
        .map(|(code, slip, what)| format!("   {code}   {slip}   {what}\n"))
        .concat();
    format!(
        "\
HỘI THI – DỮ LIỆU MẪU (người và kết quả không có thật)

Trang chủ:             {site}/
Cổng của Ban Tổ chức:  {site}/admin
Đầu mối đơn vị:        {site}/unit
Ki-ốt:                 {site}/kiosk

1. Ban Tổ chức: đăng nhập tại {site}/dang-nhap, mật khẩu chung {PASSWORD}
{staff}
2. Thí sinh của Huế (đợt 3 đang mở): {site}/cuoc-thi/{hue}
   Nhập mã dự thi và mật mã trên phiếu:
{known}
3. Tự khai, ai cũng thi được: họ tên, ngày sinh như {BORN}, số điện thoại
   mười chữ số bắt đầu bằng 0 như {PHONE}:
   {site}/cuoc-thi/bong-son-2024
   {site}/cuoc-thi/thanh-tri-2023

4. Việc đang chờ ở Huế: đợt 1 đã công bố; đợt 2 đã niêm phong, chờ rà soát
   {site}/admin/{hue}/ra-soat/dot-2
   và một đề nghị chờ người thứ hai xác nhận
   {site}/admin/{hue}/de-nghi

5. Ghép ki-ốt: đăng nhập bằng bantochuc, tạo mã ghép máy tại
   {site}/admin/bong-son-2024/kiosk
   rồi trên máy ki-ốt mở {site}/kiosk và nhập mã trong vòng 15 phút.

Mật khẩu mẫu ai cũng biết: đừng mở hệ thống này ra Internet."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_the_form_is_what_it_takes() {
        assert_eq!(domain::text::phone(PHONE).as_deref(), Some(PHONE));
        assert!(domain::time::Day::parse(BORN).is_some());
        let told = sign_ins("127.0.0.1:3000");
        assert!(told.contains(PHONE) && told.contains(BORN), "{told}");
    }
}
